"""Things: personal codes 個人條碼."""
