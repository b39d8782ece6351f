"""Forms and events as they are served: what is typed becomes claims, nothing typed is lost, and who may not is not let in."""

from tests.web.conftest import House

ARREST = {"f-victim": "Orel Tasmin", "f-type": "arrest", "f-date-calendar": "solar-hijri", "f-date-year": "۱۴۰۳", "f-date-month": "7",
          "f-charge": "troubling the calm\nassembly", "modality": "alleged", "is_coerced": "yes"}  # fmt: skip


def test_a_form_posted_becomes_claims_that_the_review_desk_shows(desk_house: House) -> None:
    visitor = desk_house.visit("verrin")
    assert 'href="/forms/arrest"' in visitor.get("/forms").markup
    visitor.get("/forms/arrest")
    page = visitor.post("/forms/arrest", ARREST)
    assert page.status == 200
    assert "5 claims were recorded." in page.text
    evidence = page.markup.split("/review/")[1][:35]
    desk = visitor.get(f"/review/{evidence}").text
    assert "Orel Tasmin" in desk
    assert "22 September 2024" in desk
    assert "troubling the calm" in desk


def test_what_is_wrong_is_told_beside_what_was_typed(desk_house: House) -> None:
    visitor = desk_house.visit("verrin")
    visitor.get("/forms/arrest")
    page = visitor.post("/forms/arrest", {**ARREST, "f-date-year": "2024"})
    assert page.status == 422
    assert "not counted in the solar-hijri calendar" in page.text
    assert "Orel Tasmin" in page.markup
    assert visitor.post("/forms/arrest", {**ARREST, "f-date-year": ""}).status == 422


def test_an_event_shows_the_act_that_joined_it(desk_house: House) -> None:
    visitor = desk_house.visit("verrin")
    visitor.get("/forms/event")
    made = visitor.post("/forms/event", {"f-title": "The day at the ford"}).markup
    event = made.split("/events/")[1][:35]
    visitor.get("/forms/arrest")
    act = visitor.post("/forms/arrest", ARREST | {"f-victim": "Sivan Orlak"}).markup.split("about=")[1][:35]
    page = visitor.post(f"/events/{event}", {"act": act})
    assert "Sivan Orlak" in page.text
    assert "The day at the ford" in visitor.get("/events").text
    assert visitor.post(f"/events/{event}", {"act": event}).status in (404, 422)


def test_who_may_make_no_claim_sees_no_form(desk_house: House) -> None:
    for name in ("audit", "admin"):
        visitor = desk_house.visit(name)
        assert visitor.get("/forms").status == 403
        assert visitor.get("/forms/arrest").status == 403
        assert visitor.get("/events").status == 403
