from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.act import Cover, choose, decide, draft, settle
from muniment.act.urgent_appeal.form import form, phrases
from muniment.model.canonical import decode, encode
from muniment.model.claim import Number, Voice, Words
from muniment.model.consent import Permission
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.finding import Finding
from muniment.model.name import Name
from muniment.model.submission import Decision
from muniment.model.terms import ActType
from muniment.warn import state
from tests.makers import NOW, World, make_consent, make_id, nader, standing

COVER = Cover(
    submitter="Merun Families' Circle", contact="desk@circle.example", country="Ostria", relation="Support to families.",
    obtained="From relatives and lawyers, by letter.", follow_up=True, state="Republic of Tavrin", perpetrator="Not known.",
    steps="A complaint was filed; no answer came.", good_faith=True,
)  # fmt: skip


def drafted(world, *people, cover=COVER):
    return draft(world.case(), people, cover, made_by="ag-drafter", at=NOW, new_id=make_id)


def section(submission, field):
    return " ".join(s.text for part in submission.sections if part.field == field for s in part.sentences)


def asked(submission):
    return {gap.field for gap in submission.gaps()}


def test_the_case_of_the_pictures_reads_as_a_letter():
    letter = drafted(*nader())
    assert letter.title == "Urgent appeal for Mr. Nader Kelarud"
    assert "Mr. Nader Kelarud (\u2068نادر کلارود\u2069)" in section(letter, "victim")
    assert (
        "According to a sister, Mr. Nader Kelarud was arrested on 3 October 2024 at the gate of his school; "
        "the State Gazette of Tavrin gives 9 October 2024." in section(letter, "incident")
    )
    assert "on the charge of “disturbing the order of the waters”, as given" in section(letter, "legal")
    assert "State Gazette of Tavrin denies that Mr. Nader Kelarud was moved to solitary confinement" in section(letter, "urgency")
    assert decode(encode(letter)) == letter


def test_it_has_every_field_of_the_form_in_its_order():
    fields = [part.field for part in drafted(*nader()).sections]
    assert list(dict.fromkeys(fields)) == [field.code for field in form().field]


def test_every_kind_of_act_can_be_said():
    assert set(phrases().act) == set(ActType.__args__)


def test_a_draft_always_renders_with_its_gaps_as_questions():
    world = World()
    letter = drafted(world, world.person("A B"), cover=Cover())
    assert {"submitter.submitter", "addressees.state", "addressees.mandates", "consent.submit", "victim.age", "victim.place_held",
            "incident.incident", "perpetrator.perpetrator", "urgency.urgency", "declaration.declaration"} <= asked(letter)  # fmt: skip
    assert all(gap.ask and gap.question for gap in letter.gaps())


def test_someone_dead_is_refused_naming_the_claims_and_the_letter_that_fits():
    world, who = nader()
    claim = world.act(who, "execution", date="2026-11-22")
    with pytest.raises(RefusedError, match="allegation letter") as refused:
        drafted(world, who)
    assert claim.id in str(refused.value)
    assert refused.value.missing == (f"{who}: {claim.id}",)


def test_one_dead_among_several_refuses_the_letter_naming_that_one():
    world, who = nader()
    other = world.person("Dara Sulvani")
    world.status(other, "executed")
    with pytest.raises(RefusedError, match="Dara Sulvani"):
        drafted(world, who, other)


def test_several_people_of_one_case_are_told_apart():
    world, who = nader()
    other = world.person("Dara Sulvani")
    world.act(other, "death_sentence")
    letter = drafted(world, who, other)
    assert letter.title == "Urgent appeal for Mr. Nader Kelarud and Dara Sulvani"
    assert {"victim.age.2", "victim.sex.2"} <= asked(letter)
    assert "victim.age.1" not in asked(letter)
    assert [p.heading for p in letter.sections if p.field == "legal"] == [
        "Proceedings and legal basis invoked: Mr. Nader Kelarud", "Proceedings and legal basis invoked: Dara Sulvani",
    ]  # fmt: skip


def test_it_asks_for_people_once_each_and_in_the_case():
    world, who = nader()
    with pytest.raises(BadInputError):
        drafted(world)
    with pytest.raises(BadInputError):
        drafted(world, who, who)
    with pytest.raises(UnknownError):
        drafted(world, "en-" + "0" * 32)


def test_only_accepted_claims_are_told():
    world, who = nader()
    world.act(who, "torture", accepted=False)
    assert "torture" not in section(drafted(world, who), "incident")


def test_two_ages_stand_side_by_side():
    world, who = nader()
    world.says(who, Number(n=36), "age", document=world.evidence[1])
    text = section(drafted(world, who), "victim")
    assert "Sources differ on the age of Mr. Nader Kelarud: 34 according to a sister; 36 according to the State Gazette of Tavrin." in text


def test_arrests_years_apart_are_two_events_and_no_contradiction():
    world = World()
    who = world.person("A B")
    world.act(who, "arrest", date="2019-05-01")
    world.act(who, "arrest", date="2024-10-03", document=world.document("Another"))
    text = section(drafted(world, who), "incident")
    assert text.count("arrested") == 2
    assert "gives" not in text


def test_a_month_and_a_day_inside_it_agree():
    world = World()
    who = world.person("A B")
    world.act(who, "arrest", date="2024-10")
    world.act(who, "arrest", date="2024-10-03", document=world.document("Another"))
    assert "A B was reportedly arrested on 3 October 2024." in section(drafted(world, who), "incident")


def test_a_solar_hijri_date_follows_in_brackets():
    world = World()
    who = world.person("A B")
    world.act(who, "arrest", date="1403/07/12")
    assert "on 3 October 2024 (12 Mehr 1403)" in section(drafted(world, who), "incident")


def test_a_private_source_is_told_by_the_connection_and_never_by_name():
    world, who = nader()
    world.says(who, Words(text="painter"), "occupation", document=world.evidence[0], stated_by=(Voice(name="Mina Kelarud"),))
    letter = drafted(world, who)
    text = " ".join(s.text for s in letter.sentences())
    assert "sister" in text
    assert "Kelarud's sister" not in text
    assert "Mina" not in text


def test_a_coerced_statement_proves_only_that_it_was_made():
    world, who = nader()
    world.says(who, Words(text="I did it"), "statement", is_coerced=True)
    world.act(who, "torture", is_coerced=True)
    letter = drafted(world, who)
    text = section(letter, "incident")
    assert "its content is not relied on" in text
    assert "I did it" not in text
    assert "torture" not in text


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"document": "authority"}, True),
        ({"document": "interested"}, False),
        ({"stated_by": (Voice(name="Nader Kelarud"),)}, False),
        ({"modality": "alleged"}, True),
        ({}, False),
    ],
)
def test_membership_is_told_as_an_accusation_or_not_at_all(fields, is_told):
    world, who = nader()
    kinds = {"authority": world.evidence[1], "interested": world.document("The League", is_interested=True)}
    given = {"document": world.evidence[2]} | fields
    given["document"] = kinds.get(given["document"], given["document"]) if isinstance(given["document"], str) else given["document"]
    world.says(who, Words(text="the Lamplighters"), "affiliation", **given)
    text = section(drafted(world, who), "victim")
    assert ("is accused of affiliation with “the Lamplighters”" in text) == is_told
    assert ("Lamplighters" in text) == is_told


def test_third_persons_are_masked_with_a_question_until_someone_decides():
    world, who = nader()
    other = world.person("Dara Sulvani", "دارا سولوانی")
    world.act(who, "transfer", condition="together with Dara Sulvani and دارا سولواني")
    letter = drafted(world, who)
    assert "Sulvani" not in " ".join(s.text for s in letter.sentences())
    assert "سولوانی" not in " ".join(s.text for s in letter.sentences())
    assert "[name withheld]" in section(letter, "urgency")
    assert "urgency.third-person" in asked(letter)
    told = section(drafted(world, who, cover=Cover(reveal=("Dara Sulvani", "دارا سولوانی"))), "urgency")
    assert "Dara Sulvani" in told
    assert other not in letter.about


def test_initials_leave_no_name_in_either_script():
    world, who = nader()
    letter = drafted(world, who, cover=Cover(use_initials=True))
    everything = encode(letter).decode()
    assert letter.title == "Urgent appeal for N. K."
    assert "Kelarud" not in everything
    assert "کلارود" not in everything


def test_mandates_come_with_a_reason_and_a_choice():
    world, who = nader()
    found = {a.code: a for a in drafted(world, who).addressees}
    assert found["SR-EJE"].is_chosen
    assert found["SR-JUDGE"].why
    assert not found["SR-TORT"].is_chosen
    assert "SR-IRAN" not in found
    there = drafted(world, who, cover=Cover(state="Islamic Republic of Iran"))
    assert "SR-IRAN" in {a.code for a in there.addressees if a.is_chosen}


def test_what_consent_says_is_told_purpose_by_purpose():
    world, who = nader()
    world.consents.append(make_consent(who, "submit", "share-with-state", basis="next-of-kin"))
    world.consents.append(make_consent(who, answers=(Permission(purpose="name-in-public", basis="refused"),)))
    letter = drafted(world, who)
    assert "May we submit this for Mr. Nader Kelarud? Yes, given by next of kin" in section(letter, "consent")
    assert "May a public report name Mr. Nader Kelarud? No" in section(letter, "consent")
    assert {g for g in asked(letter) if g.startswith("consent.")} == {"consent.name-in-letter"}
    assert letter.consents == tuple(c.id for c in world.consents)


def test_a_decided_finding_carries_the_conclusion_and_a_proposed_one_does_not():
    world, who = nader()
    danger = Finding(
        id=make_id("fi"), made_by="ag-software", made_at=NOW, about=who, question="danger", answer="immediate", standard="SP1",
        claims=state(world.case(), who, NOW).claims,
    )  # fmt: skip
    world.findings.append(danger)
    last = drafted(world, who).sections[10]
    assert last.field == "urgency"
    assert last.sentences[-1].basis == "own"
    world.findings[0] = Finding(**{f: getattr(danger, f) for f in danger.__struct_fields__} | {"standing": standing()})
    decided = drafted(world, who).sections[10].sentences[-1]
    assert (decided.basis, decided.findings) == ("finding", (danger.id,))


def test_the_letter_is_as_closed_as_the_most_closed_claim_in_it():
    world, who = nader()
    world.says(who, Words(text="he is ill"), "medical_emergency", compartment="sealed-identity")
    assert drafted(world, who).compartment == "sealed-identity"


def test_choosing_settling_and_deciding_make_new_drafts():
    letter = drafted(*nader())
    assert [a.code for a in choose(letter, ["SR-TORT"]).addressees if a.is_chosen] == ["SR-TORT"]
    with pytest.raises(BadInputError, match="SR-NONE"):
        choose(letter, ["SR-NONE"])
    settled = settle(letter, "legal.appeal")
    assert [g.left_unknown for g in settled.gaps() if g.field == "legal.appeal"] == [True]
    with pytest.raises(BadInputError):
        settle(letter, "no.such")
    yes = Decision(what="approve", by="ag-second", at=NOW + timedelta(hours=1), words="I read it.")
    assert decide(letter, yes).decisions == (yes,)
    with pytest.raises(RefusedError, match="second decision"):
        decide(letter, Decision(what="approve", by="ag-drafter", at=NOW, words="I read it."))
    with pytest.raises(BadInputError):
        decide(letter, Decision(what="approve", by="ag-second", at=NOW, words=" "))


DETAILS = st.fixed_dictionaries(
    {
        "date": st.none() | st.sampled_from(("2024", "2024-10", "2024-10-03", "2025-01-01/2025-03-01", "1403/07/12")),
        "place": st.none() | st.sampled_from(("Old Quay prison", "Merun", "زندان بزرگ")),
        "court": st.none() | st.sampled_from(("Branch 3", "شعبه ۳")),
        "condition": st.none() | st.text(min_size=1, max_size=20),
        "modality": st.sampled_from(("asserted", "alleged", "planned", "averted", "denied", "hypothetical")),
        "accepted": st.booleans(),
        "is_coerced": st.booleans(),
    }
)


@st.composite
def cases(draw):
    world = World()
    items = [world.document(f"Source {n}", grade=draw(st.sampled_from("ABCDEF"))) for n in range(draw(st.integers(1, 3)))]
    people = [world.person(f"Person{n} Family{n}", document=items[0]) for n in range(draw(st.integers(1, 2)))]
    for _ in range(draw(st.integers(0, 8))):
        type = draw(st.sampled_from(sorted(ActType.__args__)))
        world.act(draw(st.sampled_from(people)), type, document=draw(st.sampled_from(items)), **draw(DETAILS))
    for person in people:
        if draw(st.booleans()):
            world.says(person, Name(text=draw(st.text(min_size=1, max_size=12))), "alias")
    return world, people


@given(cases())
def test_whoever_is_drafted_for_is_called_dead_by_no_accepted_claim(made):
    world, people = made
    ends = ("execution", "death_in_custody", "killing")
    dead = {
        person
        for person in people
        for c in world.case().accepted(person)
        if getattr(c.value, "type", "") in ends and c.modality in ("asserted", "alleged") and not c.is_coerced
    }
    try:
        letter = drafted(world, *people)
    except RefusedError:
        assert dead
    else:
        assert not dead
        assert letter.about == tuple(people)


@given(cases())
def test_every_sentence_rests_on_accepted_claims_or_is_marked_yours(made):
    world, people = made
    try:
        letter = drafted(world, *people)
    except RefusedError:
        return
    accepted = {c.id for person in people for c in world.case().accepted(person)}
    for s in letter.sentences():
        assert s.basis == "own" or s.claims
        assert set(s.claims) <= accepted
        assert s.text == s.text.strip()
        assert not any(hole in s.text for hole in ("{who}", "{h}", "{value}", "{noun}", "{norms}", "{title}"))
        assert "  " not in s.text or any("  " in getattr(c.value, "text", "") for c in world.claims)
    assert decode(encode(letter)) == letter


def test_the_addressees_each_take_their_article():
    said = section(drafted(*nader()), "addressees")
    assert said.count("the Special Rapporteur") == said.count("Special Rapporteur") > 1


def test_an_answer_says_by_whom_how_and_when_but_never_who():
    world, who = nader()
    world.consents.append(make_consent(who, "submit", basis="next-of-kin", given_by="Mina Kelarud"))
    world.consents.append(make_consent(who, "name-in-public", basis="refused", given_by="Mina Kelarud"))
    said = section(drafted(world, who), "consent")
    assert "May we submit this for Mr. Nader Kelarud? Yes, given by next of kin, by telephone, on 21 November 2026." in said
    assert "May a public report name Mr. Nader Kelarud? No, answered by next of kin, by telephone, on 21 November 2026." in said
    assert "Mina" not in said


def test_a_decision_told_without_its_day_is_a_question_of_its_own():
    world, who = nader()
    world.act(who, "appeal_rejected", court="High Bench")
    gaps = {gap.field: gap.question for gap in drafted(world, who).gaps()}
    assert gaps["legal.undated.appeal_rejected"] == "What was the day of the rejection of the appeal or review of Mr. Nader Kelarud?"
    assert "legal.undated.sentence_upheld" not in gaps


def test_a_feared_day_that_has_passed_asks_what_is_known_since():
    world, who = nader()
    days = (NOW - timedelta(days=1), NOW)
    letters = [draft(world.case(), [who], COVER, made_by="ag-drafter", at=at, new_id=make_id) for at in days]
    on_the_day, after = [{gap.field: gap.question for gap in letter.gaps()} for letter in letters]
    assert "urgency.since" not in on_the_day
    assert after["urgency.since"] == "The day that was feared for Mr. Nader Kelarud has passed: what is known since?"
