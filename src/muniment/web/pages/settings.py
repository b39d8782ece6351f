"""The reader's own settings: language, theme, keys, second factor, tokens; and, for whoever keeps them, the accounts."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.model.agent import Agent
from muniment.model.errors import BadInputError, ChangedError, MunimentError, RefusedError
from muniment.protect.roles import ROLES, allows
from muniment.store import accounts
from muniment.web import dates, factor
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.shell import chosen_theme, language, shell
from muniment.web.sheets import desk as sheets
from muniment.web.sheets.parts import Lang
from muniment.web.words import say


@seated
def page_(request: HttpRequest) -> HttpResponse:
    """One's own settings. A secret made here is shown in the answer and nowhere else."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            request.session["done"] = {"secret": _do(request)}
        except BadInputError as exc:
            request.session["done"] = {"error": lament(lang, exc)}
        return HttpResponseRedirect("/settings")
    done = request.session.pop("done", {})
    secret, error = done.get("secret", ""), done.get("error", "")
    account = request.account  # type: ignore[attr-defined]
    sheet = sheets.SettingsSheet(
        lang=lang, theme=chosen_theme(account), single_keys=account.letter_keys, roles=tuple(say(lang, f"role.{r}") for r in desk.agent.roles),
        tokens=tuple(_token(lang, token) for token in accounts.tokens(account)), secret=secret, saved=bool(done) and not secret and not error,
        factor=_factor(account), login=account.login, may_keep_accounts=allows(desk.agent.roles, "user.manage"), error=error,
    )  # fmt: skip
    return page("settings", shell(request, "settings", title=say(lang, "bar.settings")), sheet, 400 if error else 200)


def _do(request: HttpRequest) -> str:
    """What was asked of this account; answers a token's secret when one was made."""
    account, lang, post = request.account, language(request), request.POST  # type: ignore[attr-defined]
    match post.get("do", ""):
        case "look":
            chosen = "fa" if post.get("lang") == "fa" else "en"
            accounts.prefer(account, language=chosen, theme=post.get("theme") or "auto", letter_keys=post.get("single_keys") == "on")
            request.session["lang"] = chosen
        case "token":
            return accounts.issue(account, post.get("token_name", "")).secret
        case "revoke":
            token = post.get("token", "")
            accounts.revoke(account, int(token) if token.isdecimal() and len(token) < 19 else 0)
        case "factor":
            factor.begin(account)
        case "factor-confirm":
            if not factor.confirm(account, post.get("code", "")):
                raise BadInputError(say(lang, "settings.factor_wrong"))
        case "factor-end":
            if not account.check_password(post.get("password", "")):
                raise BadInputError(say(lang, "password.wrong"))
            factor.end(account)
        case _:
            raise BadInputError(say(lang, "refusal.no_such_act"))
    return ""


def _token(lang: Lang, token: accounts.Named) -> sheets.Token:
    made = say(lang, "settings.token_made", when=dates.day(lang, token.made_at.date()).lead)
    used = say(lang, "settings.token_used", when=dates.moment(lang, token.used_at)) if token.used_at else say(lang, "settings.token_unused")
    return sheets.Token(id=str(token.id), name=token.name, told=f"{made} · {used}")


def _factor(account: object) -> sheets.Factor:
    state = factor.state(account)
    return sheets.Factor(
        state=state, key=factor.key(account) if state == "begun" else "", address=factor.address(account) if state == "begun" else ""
    )


@seated
def users(request: HttpRequest) -> HttpResponse:
    """Accounts, for whoever keeps them: new ones, roles, one-time passwords, shutting out. No content stands here."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            request.session["kept"] = [*_keep(request, desk, lang), ""]
        except MunimentError as exc:
            if isinstance(exc, RefusedError) and not isinstance(exc, ChangedError):
                raise
            request.session["kept"] = ["", "", lament(lang, exc)]
        return HttpResponseRedirect("/users")
    password, whom, error = request.session.pop("kept", ("", "", ""))
    people = DOORS["users"].through(desk, {})
    sheet = sheets.UsersSheet(
        rows=tuple(_row(lang, agent) for agent in people), roles=tuple((code, say(lang, f"role.{code}"), say(lang, f"role_says.{code}")) for code in ROLES),
        password=password, password_for=whom, error=error,
    )  # fmt: skip
    return page("users", shell(request, "users", title=say(lang, "users.title"), keys=("move",)), sheet, 400 if error else 200)


def _keep(request: HttpRequest, desk: Desk, lang: Lang) -> tuple[str, str]:
    """What was asked about an account; answers a one-time password and whose it is, when one was made."""
    post = request.POST
    match post.get("do", ""):
        case "add":
            welcome = DOORS["user-add"].through(desk, {"login": post.get("login", "").strip(), "name": post.get("name", "").strip(),
                                                        "roles": tuple(post.getlist("role"))})  # fmt: skip
        case "reset":
            welcome = DOORS["user-password"].through(desk, {"id": post.get("id", "")})
        case "roles":
            DOORS["user-roles"].through(
                desk, {"id": post.get("id", ""), "expected": post.get("version", "0"), "roles": tuple(post.getlist("role"))}
            )
            return "", ""
        case "close" | "open" as which:
            DOORS["user-active"].through(desk, {"id": post.get("id", ""), "is_active": which == "open"})
            return "", ""
        case _:
            raise BadInputError(say(lang, "refusal.no_such_act"))
    return welcome.password, welcome.agent.name


def _row(lang: Lang, agent: Agent) -> sheets.UserRow:
    account = accounts.of_agent(agent.id)
    seen: datetime | None = account.last_login if account else None
    return sheets.UserRow(
        id=agent.id, version=agent.version, name=agent.name, login=agent.login or "", roles=tuple(say(lang, f"role.{r}") for r in agent.roles if r in ROLES),
        codes=agent.roles, seen=dates.moment(lang, seen) if seen else say(lang, "users.never"), is_active=bool(account and account.is_active),
    )  # fmt: skip
