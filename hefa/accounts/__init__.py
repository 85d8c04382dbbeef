"""Names: accounts 帳號, their passwords, lockout and sessions."""
