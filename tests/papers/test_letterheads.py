"""The letterhead: drafted by one, signed by another; the newest signed one is on every paper drafted from then on."""

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from program import clock
from program.applications.models import Application, FormalityCheck
from program.journal.models import Line, Verb
from program.papers import actions, rules
from program.papers.models import Letterhead, Paper, PaperKind
from program.people.models import Organization, Role, User
from program.refusals import NotYours, SomebodyWasFaster
from tests import factories
from tests.conftest import SignIn
from tests.papers.reading import said

pytestmark = pytest.mark.django_db


def typed(**changes: object) -> dict[str, object]:
    """The form as a browser sends it."""
    given: dict[str, object] = {
        "heading": "示例中心文件",
        "red": "on",
        "signature": "示例中心",
        "issuer": "示例印发单位",
        "copy_to": "示例司",
        **{
            f"word-{kind}": f"示例{place}"
            for place, kind in zip("甲乙丙丁戊己庚辛壬癸", PaperKind, strict=False)
        },
    }
    return given | changes


@pytest.fixture
def drafted(clerk: User, signed_in: SignIn) -> Letterhead:
    assert signed_in(clerk).post(reverse("papers:letterhead_draft"), typed()).status_code == 302
    return Letterhead.objects.get()


def draft_paper(clerk: User) -> Paper:
    return actions.draft_paper(PaperKind.CORRECTION, FormalityCheck.objects.get(), by=clerk)


def test_until_one_is_signed_the_names_of_the_settings_stand(
    to_correct: Application, drafted: Letterhead, clerk: User
) -> None:
    used = rules.in_use()
    assert (used.heading, used.issuer, used.letterhead) == (
        settings.OFFICE["name"],
        settings.OFFICE["issuer"],
        None,
    )
    assert draft_paper(clerk).letterhead is None


def test_from_its_signature_on_papers_bear_it(
    to_correct: Application, drafted: Letterhead, clerk: User, director: User
) -> None:
    before = draft_paper(clerk)
    actions.sign_letterhead(drafted, by=director)
    paper = draft_paper(clerk)
    assert (paper.number, paper.letterhead) == ("示例甲〔2026〕1号", drafted)
    text = said(paper)
    assert text[0] == "示例中心文件"
    assert text[-3:] == ["示例中心", "2026年3月2日", "抄送：示例省科技厅，示例司"]
    before.refresh_from_db()
    assert said(before)[0] == settings.OFFICE["name"]
    assert list(
        Line.objects.filter(subject=drafted.subject).order_by("pk").values_list("verb", flat=True)
    ) == [
        Verb.DRAFT_LETTERHEAD,
        Verb.SIGN_LETTERHEAD,
    ]


def test_the_newest_signed_version_is_used_and_its_series_goes_on(
    to_correct: Application, drafted: Letterhead, clerk: User, director: User
) -> None:
    actions.sign_letterhead(drafted, by=director)
    draft_paper(clerk)
    words = {kind: drafted.words.get(kind=kind).word for kind in PaperKind}
    given = {
        "heading": "另一中心",
        "red": False,
        "signature": "另一中心",
        "issuer": "另一中心",
        "copy_to": "",
    }
    second = actions.draft_letterhead(**given, words=words, by=clerk)  # type: ignore[arg-type]
    with clock.at(clock.now() + clock.days(1)):
        actions.sign_letterhead(second, by=director)
        paper = draft_paper(clerk)
    assert (said(paper)[0], paper.number) == ("另一中心", "示例甲〔2026〕2号")


def test_whoever_drafted_does_not_sign(drafted: Letterhead, clerk: User, director: User) -> None:
    factories.grant(clerk, director.memberships.get().organization, Role.DIRECTOR)
    with pytest.raises(NotYours):
        actions.sign_letterhead(drafted, by=clerk)
    with pytest.raises(IntegrityError, match="letterhead_signed_by_another"), transaction.atomic():
        Letterhead.objects.update(signed_by=clerk, signed_at=clock.now())


def test_each_step_is_its_roles(
    drafted: Letterhead, clerk: User, director: User, auditor: User, supervisor: User, applicant: User
) -> None:
    words = dict.fromkeys(PaperKind, "示例")
    names = {"heading": "甲", "red": True, "signature": "甲", "issuer": "甲", "copy_to": ""}
    for person in (director, auditor, supervisor, applicant):
        with pytest.raises(NotYours):
            actions.draft_letterhead(**names, words=words, by=person)  # type: ignore[arg-type]
    for person in (clerk, auditor, supervisor, applicant):
        with pytest.raises(NotYours):
            actions.sign_letterhead(drafted, by=person)
    for person in (auditor, supervisor, applicant):
        with pytest.raises(NotYours):
            actions.discard_letterhead(drafted, by=person)
    assert list(Letterhead.objects.all()) == [drafted]
    assert not Letterhead.objects.signed().exists()


def test_a_page_offers_what_its_verb_takes(
    drafted: Letterhead, office: Organization, clerk: User, director: User, auditor: User
) -> None:
    both = factories.member(office, Role.CLERK)
    factories.grant(both, office, Role.DIRECTOR)

    def offered(person: User) -> tuple[bool, bool]:
        moves = rules.letterhead_moves(Letterhead.objects.get(), person)
        return moves.sign, moves.discard

    everybody = (clerk, director, both, auditor)
    assert [offered(person) for person in everybody] == [
        (False, True),
        (True, True),
        (True, True),
        (False, False),
    ]
    Letterhead.objects.update(drafted_by=both)
    assert offered(both) == (False, True)
    actions.sign_letterhead(drafted, by=director)
    assert {offered(person) for person in everybody} == {(False, False)}


def test_a_signed_version_is_frozen(drafted: Letterhead, clerk: User, director: User) -> None:
    actions.sign_letterhead(drafted, by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.sign_letterhead(drafted, by=director)
    with pytest.raises(SomebodyWasFaster):
        actions.discard_letterhead(drafted, by=clerk)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Letterhead.objects.update(heading="别的")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        drafted.words.update(word="别的")


def test_a_draft_is_discarded_with_its_words(drafted: Letterhead, clerk: User, signed_in: SignIn) -> None:
    assert signed_in(clerk).post(reverse("papers:letterhead_discard", args=[drafted.pk])).status_code == 302
    assert not Letterhead.objects.exists()
    assert Line.objects.filter(verb=Verb.DISCARD_LETTERHEAD).count() == 1


@pytest.mark.parametrize("word", ["", "专补〔2026〕", "专补 2026", "补" * 21, "<b>"])
def test_words_are_words_alone(clerk: User, signed_in: SignIn, word: str) -> None:
    response = signed_in(clerk).post(reverse("papers:letterhead_draft"), typed(**{"word-correction": word}))
    assert response.status_code == 422
    assert 'href="#id_word-correction"' in response.content.decode()
    assert not Letterhead.objects.exists()


def test_pages_show_what_is_in_use_and_offer_each_its_move(
    drafted: Letterhead, clerk: User, director: User, auditor: User, applicant: User, signed_in: SignIn
) -> None:
    index, page = reverse("papers:letterheads"), drafted.get_absolute_url()
    sign = reverse("papers:letterhead_sign", args=[drafted.pk])
    assert settings.OFFICE["name"] in signed_in(auditor).get(index).content.decode()
    assert "示例甲〔2026〕1号" in signed_in(auditor).get(page).content.decode()
    assert sign in signed_in(director).get(page).content.decode()
    assert sign not in signed_in(clerk).get(page).content.decode()
    assert signed_in(director).post(sign).status_code == 302
    assert "示例中心文件" in signed_in(clerk).get(index).content.decode()
    for address in (index, page):
        assert signed_in(applicant).get(address).status_code == 404
