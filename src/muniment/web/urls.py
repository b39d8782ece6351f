"""Every address of the interface. Identifiers in addresses are opaque; searches are sent by POST."""

from django.urls import path

from muniment.web import api
from muniment.web.pages import (
    answers,
    consent,
    custody,
    entrance,
    evidence,
    home,
    item,
    ledger,
    letter,
    pairs,
    people,
    person,
    review,
    search,
    settings,
    submissions,
    verify,
)  # fmt: skip

urlpatterns = [
    path("", home.page_),
    path("login", entrance.enter),
    path("logout", entrance.leave),
    path("refused", answers.refused),
    path("password", entrance.password),
    path("language", entrance.choose_language),
    path("search", search.page_),
    path("evidence", evidence.all_),
    path("evidence/<str:id>", item.one),
    path("evidence/<str:id>/withdraw", evidence.withdraw),
    path("evidence/<str:id>/custody", custody.one),
    path("evidence/<str:id>/custody.pdf", custody.printed),
    path("evidence/<str:id>/hand-over", custody.offer),
    path("evidence/<str:id>/handed-over", custody.agree),
    path("evidence/<str:id>/view", evidence.view),
    path("evidence/<str:id>/original", evidence.original),
    path("review", review.batch),
    path("review/<str:id>", review.desk_),
    path("review/<str:id>/history/<str:claim>", review.history),
    path("people", people.all_),
    path("people/pairs", pairs.page_),
    path("people/<str:id>", person.one),
    path("submissions", submissions.all_),
    path("submissions/draft", submissions.draft),
    path("submissions/<str:id>", letter.one),
    path("submissions/<str:id>/<str:name>", submissions.file),
    path("consent/<str:id>", consent.record),
    path("trace/<str:id>", search.trace),
    path("packages", verify.package),
    path("ledger", ledger.all_),
    path("ledger/verify", verify.verify),
    path("settings", settings.page_),
    path("users", settings.users),
    path("api/openapi.json", api.openapi),
    path("api/<str:verb>", api.call),
]
handler404 = answers.not_found
handler500 = answers.broken
