"""What each paper says, sentence by sentence, drafted from casework."""

import pytest
from django.utils import translation

from program.applications import actions as applications
from program.applications.models import Application, FormalityCheck
from program.applications.rules import part_of
from program.calls.models import Call
from program.decisions import actions as decisions
from program.decisions.models import Batch, Proposal, PublicNotice
from program.papers import actions, rules
from program.papers.models import Paper, PaperKind
from program.papers.rules import Table
from program.people.models import User
from program.process.models import StageName
from program.zones.models import RecommendingBody
from tests import factories
from tests.conftest import Keep
from tests.decisions import casework
from tests.papers.reading import said
from tests.pdf import pdf_text

pytestmark = pytest.mark.django_db


def tables(paper: Paper) -> list[Table]:
    return [block for block in rules.loaded(paper.content) if isinstance(block, Table)]


# ---------------------------------------------------------------- to the applicant
def test_a_correction_notice_asks_for_everything_at_once(to_correct: Application, clerk: User) -> None:
    paper = actions.draft_paper(PaperKind.CORRECTION, FormalityCheck.objects.get(), by=clerk)
    with translation.override("zh-hans"):
        basics = str(part_of(to_correct, "basics").title)
    opening = f"你单位为示例高新技术产业开发区提交的2026年度示例批次示范园区申报材料（申报编号{to_correct.number}，第1版）收悉。"
    until = "请自收到本通知次日起10个工作日内，即2026年3月16日24时前，通过平台完成补正并重新提交。"
    assert said(paper) == [
        "国家高新区绿色发展专项行动专项办公室",
        "专项办补〔2026〕1号",
        "申报材料补正通知书",
        "示例高新区管委会：",
        opening + "经形式审查，需要补正的内容现一次性告知如下：",
        f"1. {basics}：工业增加值与统计年报不一致，请核对。",
        "2. 盖章页：日期不清晰。",
        until + "补正限于上述内容；逾期未补正的，按已提交的材料继续审查。",
        "联系单位：示例处；联系电话：010-00000000；电子邮箱：office@example.org。",
        "国家高新区绿色发展专项行动专项办公室",
        "2026年3月2日",
        "抄送：示例省科技厅",
    ]


def test_a_notice_of_non_acceptance_gives_each_reason(recommended: Application, clerk: User) -> None:
    check = applications.not_accept(
        recommended, reason="申报单位不是管理机构。\n\n材料不属于本批次。", by=clerk
    )
    text = said(actions.draft_paper(PaperKind.NOT_ACCEPTED, check, by=clerk))
    assert text[1:3] == ["专项办不受〔2026〕1号", "不予受理通知书"]
    assert text[4].endswith("收悉。经形式审查，不符合受理条件，决定不予受理。理由如下：")
    assert text[5:7] == ["1. 申报单位不是管理机构。", "2. 材料不属于本批次。"]


def test_a_single_reason_bears_no_number(recommended: Application, clerk: User) -> None:
    check = applications.not_accept(recommended, reason="申报单位不是管理机构。", by=clerk)
    assert said(actions.draft_paper(PaperKind.NOT_ACCEPTED, check, by=clerk))[5] == "申报单位不是管理机构。"


# ---------------------------------------------------------------- the recommending body's letter
def test_the_letter_lists_who_is_recommended_and_who_is_about_to(
    recommended: Application, call: Call, recommending_body: RecommendingBody, recommender: User
) -> None:
    waiting = casework.case_at_deliberation(call, recommending_body, recommender)
    factories.rest_at(waiting, StageName.RECOMMENDATION)
    paper = actions.draft_recommendation_letter(
        call, recommending_body, ranks={waiting.pk: 2}, by=recommender
    )
    text = said(paper)
    assert text[:3] == ["示例省科技厅", "　　　　〔2026〕　　号", "关于推荐2026年度示例批次示范园区的函"]
    assert text[3] == "国家高新区绿色发展专项行动专项办公室："
    assert text[4].endswith("现推荐以下2个国家高新区，推荐顺序如下：")
    assert tables(paper)[0].rows == (
        ("1", "示例高新技术产业开发区", "示例高新区管委会", recommended.number),
        ("2", waiting.zone.name_zh, waiting.applicant.name_zh, waiting.number),
    )
    assert text[-2:] == ["示例省科技厅（盖章）", "　　　　年　　月　　日"]


# ---------------------------------------------------------------- the meeting
def test_meeting_papers_carry_agenda_ranking_and_reasons(
    batch: Batch, cases: list[Application], clerk: User
) -> None:
    fifth, sixth = batch.items.get(application=cases[4]), batch.items.get(application=cases[5])
    third = batch.items.get(application=cases[2])
    changes = {
        third.pk: casework.change(third, proposal=Proposal.NOT_LISTED, reason="能源管理平台尚未运行。"),
        fifth.pk: casework.change(fifth, proposal=Proposal.LIST, reason="依次递补。"),
        sixth.pk: casework.change(sixth, conditions_met=False, conditions_note="发生重大环境事件。"),
    }
    batch = decisions.change_items(batch, changes, revision=batch.revision, by=clerk)
    paper = actions.draft_paper(PaperKind.MEETING, casework.meet(batch, clerk), by=clerk)
    text = said(paper)
    assert text[1:4] == [
        "专项办会〔2026〕1号",
        "2026年度示例批次示范园区拟列入名单审议材料",
        "内部资料，注意保管　2026年3月2日",
    ]
    assert [line for line in text if line[:2] in {"一、", "二、", "三、", "四、", "五、", "六、"}] == [
        "一、会议议程",
        "二、工作情况",
        "三、排序和建议",
        "四、不符合基本条件的情况",
        "五、偏离排序或者需要说明的事项",
        "六、到会情况",
    ]
    assert "名额" in text
    assert "3个，备选1个" in text
    ranked, apart, departing, attendance = tables(paper)
    assert ranked.figures == (0, 3)
    assert ranked.rows[0][0] == "1"
    assert ranked.rows[0][3:] == ("95.00", "—", "拟列入")
    assert len(ranked.rows) == 5
    assert apart.rows == ((cases[5].zone.name_zh, cases[5].number, "发生重大环境事件。"),)
    assert (cases[2].zone.name_zh, "不列入", "能源管理平台尚未运行。") in departing.rows
    assert attendance.rows[2] == ("示例委员", "专家委员会委员", "回避", "曾在申报单位任职")
    assert any(
        line.startswith("2026年度示例批次示范园区共收到申报6家，受理0家；本次提交审议6家") for line in text
    )


def test_before_the_meeting_the_papers_say_what_is_open(batch: Batch, clerk: User) -> None:
    text = said(actions.draft_paper(PaperKind.MEETING, batch, by=clerk))
    assert text.count("待定") == 3
    assert "四、到会情况" not in text


# ---------------------------------------------------------------- notice, statement, list
def test_the_notice_to_be_set_elsewhere_says_what_was_published(
    notice: PublicNotice, clerk: User, keep_promises: Keep
) -> None:
    paper = actions.draft_paper(PaperKind.PUBLIC_NOTICE, notice, by=clerk)
    assert keep_promises() == []
    notice.refresh_from_db()
    assert notice.file is not None
    with notice.file.open() as stream:
        published = "".join(pdf_text(stream.read()).split())
    assert said(paper)[1:3] == [notice.number, notice.title]
    for line in said(paper)[2:]:
        assert "".join(line.split()) in published, line


def test_the_statement_names_findings_and_no_objector(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User, director: User
) -> None:
    objection = casework.settled(casework.confirmed(notice, cases[1]), clerk, director, upheld=False)
    casework.after_notice(notice)
    paper = actions.draft_paper(PaperKind.STATEMENT, call, by=clerk)
    text = said(paper)
    assert text[2] == "关于2026年度示例批次示范园区公示情况的说明"
    assert "公示期间收到异议1件，其中不予受理0件，经核实成立0件、不成立1件。" in "".join(text)
    assert tables(paper)[0].rows == (
        (objection.number, cases[1].zone.name_zh, "2026年3月2日", "不成立", "经核实，情况说明如下。"),
    )
    assert "示例群众" not in paper.content
    assert casework.GROUNDS not in paper.content
    assert "13800000000" not in paper.content


def test_the_list_is_drafted_for_whoever_issues_it(
    notice: PublicNotice, cases: list[Application], call: Call, clerk: User
) -> None:
    casework.after_notice(notice)
    paper = actions.draft_paper(PaperKind.LIST, call, by=clerk)
    text = said(paper)
    assert text[:3] == [
        "工业和信息化部火炬高技术产业开发中心",
        "　　　　〔2026〕　　号",
        "关于公布2026年度示例批次示范园区名单的通知",
    ]
    assert "列入名单的状态为“建设中”，期限自本通知印发之日起3年。" in text[4]
    assert "附件：2026年度示例批次示范园区名单" in text
    assert [row[1] for row in tables(paper)[0].rows] == [case.zone.name_zh for case in cases[:3]]
