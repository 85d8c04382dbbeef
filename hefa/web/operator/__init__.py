"""The door of the operators 系統管理者."""
