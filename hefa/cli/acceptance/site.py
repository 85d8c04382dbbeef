"""How the site is set up and what it answers at its public address."""

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.conf import settings

from hefa.accounts.models import Account
from hefa.cli.acceptance.finding import Finding, State

DEMO = "demo-"
MADE_UP = "203.0.113.9"
"""An address of documentation (RFC 5737): whoever is seen under it made it up."""
FEWEST_DAYS = 21
SECONDS = 10
SENT_HEADERS = ("strict-transport-security", "content-security-policy", "permissions-policy", "x-content-type-options")


def settings_are_production() -> Sequence[Finding]:
    """Stage, DEBUG and hosts, as this process runs with them."""
    open_hosts = [host for host in settings.ALLOWED_HOSTS if host in ("*", "localhost", "127.0.0.1", "[::1]")]
    return [
        Finding.of(
            "正式環境",
            settings.HEFA_IS_PRODUCTION and not settings.DEBUG,
            f"HEFA_STAGE={'production' if settings.HEFA_IS_PRODUCTION else 'development'}，DEBUG={settings.DEBUG}",
            "請於 /etc/hefa/env 設定 HEFA_STAGE=production",
        ),
        Finding.of(
            "網站主機名稱",
            not open_hosts,
            f"HEFA_ALLOWED_HOSTS 為 {'、'.join(settings.ALLOWED_HOSTS)}",
            "請只列出對外的主機名稱，不列 localhost 與 IP",
        ),
    ]


def second_factor_is_demanded() -> Sequence[Finding]:
    """Officers, auditors and operators cannot work without a second factor."""
    demanded = settings.HEFA_SECOND_FACTOR_DEMANDED
    told = "已要求" if demanded else "未要求"
    return [Finding.of("第二驗證方式", demanded, f"承辦人與系統管理者{told}", "請設定 HEFA_SECOND_FACTOR=demanded")]


def passwords_are_changed() -> Sequence[Finding]:
    """After so many days, where the agency has a rule for it."""
    days = settings.HEFA_PASSWORD_DAYS
    if not days:
        return [Finding("密碼效期", State.BY_HAND, "未限制；機關訂有密碼效期者，請設定 HEFA_PASSWORD_DAYS（天）。")]
    return [Finding("密碼效期", State.GOOD, f"承辦人與系統管理者每 {days} 天須變更密碼")]


def no_demonstration() -> Sequence[Finding]:
    """Nobody of the demonstration may log in."""
    left = Account.objects.filter(username__startswith=DEMO, is_active=True).count()
    return [
        Finding.of(
            "示範帳號",
            left == 0,
            f"可登入的示範帳號 {left} 個",
            "正式環境請改用全新的資料庫，勿沿用示範資料",
        )
    ]


def public_address(host: str, *, at: datetime) -> Sequence[Finding]:
    """HTTPS as a phone sees it: certificate, its days, the way from HTTP, headers, and the clock of the answer."""
    try:
        certificate_ends, answer, headers = _ask(host)
    except (OSError, http.client.HTTPException, ssl.SSLError) as error:
        told = f"https://{host}/health/ 無法連線：{_why(error)}。憑證、標頭、轉址等項於連線後檢核。"
        return [Finding("HTTPS", State.BAD, told)]
    days = (certificate_ends - at).days
    lacking = [name for name in SENT_HEADERS if name not in headers]
    apart = abs((parsedate_to_datetime(headers["date"]) - at).total_seconds()) if "date" in headers else None
    return [
        Finding.of(
            "HTTPS",
            answer == http.client.OK,
            f"https://{host}/health/ 回應 {answer}",
            "請查看 hefa-web 與資料庫的狀態",
        ),
        Finding.of("憑證", days >= FEWEST_DAYS, f"憑證還有 {days} 天到期", "請更新憑證並設定自動更新"),
        Finding.of("安全標頭", not lacking, f"缺少：{'、'.join(lacking) or '無'}", "請檢查反向代理，不可移除這些標頭"),
        _address_is_real(host),
        Finding.of(
            "轉址",
            _leads_to_https(host),
            f"http://{host}/ 轉址至 HTTPS",
            "請於 80 埠以 301 轉址，不可停留在 HTTP",
        ),
        Finding.of(
            "網站時鐘",
            apart is not None and apart <= 2,
            "回應沒有時間" if apart is None else f"與本機相差 {apart:.0f} 秒",
            "請檢查各主機的 NTP 校時",
        ),
    ]


def _why(error: Exception) -> str:
    """In words, with what to look at."""
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (ssl.SSLCertVerificationError, "憑證不受瀏覽器信任，請安裝含中繼憑證的完整憑證鏈"),
        (socket.gaierror, "查無這個主機名稱，請確認 DNS 與 --host"),
        (ConnectionRefusedError, "連線遭拒，請確認 nginx 與 443 埠"),
        (TimeoutError, "連線逾時，請確認防火牆"),
    )
    found = next((words for kind, words in reasons if isinstance(error, kind)), "請確認 nginx 與網路")
    return f"{found}（{type(error).__name__}）"


def _ask(host: str) -> tuple[datetime, int, dict[str, str]]:
    """When the certificate ends, the status and the headers of /health/."""
    connection = http.client.HTTPSConnection(host, timeout=SECONDS, context=ssl.create_default_context())
    connection.connect()
    sock = connection.sock
    told = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str((told or {})["notAfter"])), tz=UTC)
    connection.request("GET", "/health/")
    answer = connection.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return ends, answer.status, headers


def _address_is_real(host: str) -> Finding:
    """The site sees who really asks: not the proxy, and not what a caller makes up."""
    connection = http.client.HTTPSConnection(host, timeout=SECONDS, context=ssl.create_default_context())
    try:
        connection.request("GET", "/health/address/", headers={"X-Forwarded-For": MADE_UP})
        seen = str(json.loads(connection.getresponse().read())["address"])
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        seen = ""
    finally:
        connection.close()
    good = seen not in ("", MADE_UP) and (not _is_loopback(seen) or _is_loopback(socket.gethostbyname(_name_of(host))))
    return Finding.of(
        "來源位址",
        good,
        f"網站看到本機的位址為 {seen or '無'}",
        "請設定 HEFA_BEHIND_PROXY=true，並由反向代理填寫 X-Forwarded-For",
    )


def _name_of(host: str) -> str:
    return host.partition(":")[0]


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


def _leads_to_https(host: str) -> bool:
    connection = http.client.HTTPConnection(host, timeout=SECONDS)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        return answer.status in (301, 308) and answer.getheader("Location", "").startswith(f"https://{host}")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
