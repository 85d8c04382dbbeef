"""What the environment says. Every mistake is told at once, when Hefa starts."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"


class Env(BaseSettings):
    """Settings by environment variable, upper case, `HEFA_` before each name but DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="HEFA_", extra="ignore")

    stage: Literal["development", "production"] = "development"
    database_url: str = Field(default="postgresql:///hefa", validation_alias="DATABASE_URL")
    keys_file: Path = VAR / "secrets" / "keys.json"
    secret_key_file: Path = VAR / "secrets" / "django.txt"
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    behind_proxy: bool = False
    https: bool = False
    agency_name: str = "環境部"
    site_name: str = "環境教育終身學習網"
    site_english_name: str = "Environmental Education Lifelong Learning"
    notice_purpose: str = "依環境教育法核發、登錄、查詢及申報環境教育學習時數"
    notice_period: str = "於法定保存期限內"
    notice_contact: str = ""
    hand_rows_alone: int = Field(default=20, ge=0)
    pin_after_idle_minutes: int = Field(default=15, ge=0)
    email_host: str = ""
    email_port: int = 587
    email_user: str = ""
    email_password: str = ""
    email_from: str = "hefa@localhost"
    lecturer_scans: Literal["award", "review", "refuse"] = "award"
    second_factor: Literal["demanded", "offered", ""] = ""
    password_days: int = Field(default=0, ge=0)
    idle_learner: int = Field(default=60, ge=5, le=720)
    idle_officer: int = Field(default=30, ge=5, le=30)
    idle_operator: int = Field(default=15, ge=5, le=15)
    longest_learner: int = Field(default=720, ge=1, le=720)
    longest_officer: int = Field(default=12, ge=1, le=24)
    longest_operator: int = Field(default=12, ge=1, le=24)
    oidc_name: str = "單一登入"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_secret_file: Path | None = None
    codes_by_address: int = Field(default=1500, ge=0)
    codes_by_browser: int = Field(default=40, ge=0)
    units_by_address: int = Field(default=6000, ge=0)
    units_by_browser: int = Field(default=200, ge=0)
    registrations_by_address: int = Field(default=300, ge=0)
    registrations_by_browser: int = Field(default=20, ge=0)
    resets_by_address: int = Field(default=200, ge=0)
    resets_by_browser: int = Field(default=10, ge=0)
    resets_by_account: int = Field(default=5, ge=0)
    known_browsers: bool = True
    codes_of_one_browser: int = Field(default=6, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="after")
    def provider_is_complete(self) -> Self:
        """A provider of OpenID Connect is named whole or not at all."""
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_secret_file):
            raise ValueError("HEFA_OIDC_ISSUER needs HEFA_OIDC_CLIENT_ID and HEFA_OIDC_SECRET_FILE")
        if self.is_production and self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            raise ValueError("HEFA_OIDC_ISSUER must begin with https://")
        return self

    @model_validator(mode="after")
    def production_is_complete(self) -> Self:
        """In production nothing falls back to what is only good for development."""
        if self.stage != "production":
            return self
        missing = [
            sentence
            for sentence, wrong in {
                "HEFA_ALLOWED_HOSTS must name the site's host": "allowed_hosts" not in self.model_fields_set,
                "HEFA_ALLOWED_HOSTS must name hosts, not all: letters lead to the host that was asked for": "*"
                in self.hosts,
                "HEFA_KEYS_FILE must name the key file": "keys_file" not in self.model_fields_set,
                "HEFA_SECRET_KEY_FILE must name a file with Django's secret": "secret_key_file"
                not in self.model_fields_set,
                "HEFA_HTTPS must be true: phones give the camera to HTTPS pages alone": not self.https,
                "HEFA_EMAIL_HOST must name the mail server": not self.email_host,
                "DATABASE_URL must name the database": "database_url" not in self.model_fields_set,
            }.items()
            if wrong
        ]
        if missing:
            raise ValueError("; ".join(missing))
        return self

    @property
    def hosts(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]

    @property
    def is_production(self) -> bool:
        return self.stage == "production"

    @property
    def demands_second_factor(self) -> bool:
        """Officers, auditors and operators show a second factor: always in production, unless told otherwise."""
        return self.second_factor == "demanded" or (self.is_production and self.second_factor == "")

    @property
    def limits(self) -> dict[str, tuple[int, int]]:
        """By door: how often it is open in ten minutes to one address and to one browser; 0 is always."""
        return {
            "codes": (self.codes_by_address, self.codes_by_browser),
            "units": (self.units_by_address, self.units_by_browser),
            "registrations": (self.registrations_by_address, self.registrations_by_browser),
            "resets": (self.resets_by_address, self.resets_by_browser),
        }

    def secret_key(self) -> str:
        """Django's secret, at least 50 characters in its file."""
        try:
            secret = self.secret_key_file.read_text(encoding="ascii").strip()
        except OSError as error:
            raise ValueError(f"HEFA_SECRET_KEY_FILE cannot be read: {error.strerror}") from None
        if len(secret) < 50:
            raise ValueError("HEFA_SECRET_KEY_FILE must hold at least 50 characters")
        return secret

    def oidc_secret(self) -> str:
        """The secret that the provider gave us; empty without one."""
        if self.oidc_secret_file is None:
            return ""
        try:
            return self.oidc_secret_file.read_text(encoding="ascii").strip()
        except OSError as error:
            raise ValueError(f"HEFA_OIDC_SECRET_FILE cannot be read: {error.strerror}") from None
