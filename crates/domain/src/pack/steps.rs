//! The steps of a lifecycle, as a pack declares them.

use crate::StatusSlug;
use crate::case::Role;

/// The steps the engine knows; a pack says which of them a kind has, from where and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepName {
    /// 登记.
    Register,
    /// 更正.
    Correct,
    /// 受理.
    Accept,
    /// 不予受理.
    Refuse,
    /// 派单.
    Dispatch,
    /// 签收.
    Acknowledge,
    /// 办理.
    ReportProgress,
    /// 附件.
    AttachEvidence,
    /// 答复.
    Answer,
    /// 核验.
    SignOff,
    /// 退回.
    Return,
    /// 办结.
    Close,
    /// 回访.
    Confirm,
    /// 重新办理.
    Reopen,
    /// 撤回.
    Withdraw,
    /// 督办.
    Supervise,
    /// 批示.
    Comment,
    /// 重复诉求.
    RecordRepeat,
    /// 暂停时限.
    PauseClock,
    /// 恢复时限.
    ResumeClock,
    /// 延期.
    ExtendClock,
    /// 登记密封信息.
    KeepSealed,
    /// 查看密封信息.
    OpenSealed,
    /// 登记反映对象.
    RecordAbout,
    /// 取消反映对象.
    LiftAbout,
    /// 公开.
    Publish,
    /// 撤回公开.
    Unpublish,
    /// 清除个人信息.
    Erase,
    /// 留言.
    Message,
    /// 意见书.
    RecordOpinion,
    /// 申请复查.
    AskReview,
    /// 申请复核.
    AskReReview,
    /// 回避.
    Recuse,
    /// 简易办理.
    Simplify,
    /// 协办.
    JoinUnit,
    /// 结束协办.
    ReleaseUnit,
    /// 提出不属于本单位职责.
    PassOn,
    /// 接收.
    TakeOver,
    /// 不接收.
    DeclinePass,
    /// 并案.
    LinkCase,
    /// 给诉求人查询链接.
    GiveLink,
    /// 法院委派、委托.
    RecordReferral,
    /// 经各方同意延长调解期限.
    ExtendMediation,
    /// 邀请在线调解.
    InviteOnline,
    /// 确认在线调解.
    AnswerOnline,
    /// 征求调解意愿.
    RecordConsent,
    /// 告知权利义务.
    GiveNotice,
    /// 选定调解员.
    ChooseMediator,
    /// 核对笔录.
    ConfirmRecord,
    /// 确认履行.
    ConfirmPerformance,
    /// 安排调解.
    CallSession,
    /// 调解改期.
    MoveSession,
    /// 取消调解.
    CallOffSession,
    /// 调解笔录.
    RecordSession,
    /// 起草协议.
    DraftAgreement,
    /// 签名.
    SignPaper,
    /// 盖章生效.
    SealAgreement,
    /// 口头协议.
    RecordOralAgreement,
    /// 申请司法确认.
    ApplyConfirmation,
    /// 不申请司法确认.
    DeclineConfirmation,
    /// 司法确认结果.
    RecordConfirmation,
    /// 回访履行.
    FollowUp,
    /// 各方同意重新调解.
    MediateAnew,
    /// 终止调解.
    EndMediation,
    /// 移交其他途径.
    HandOver,
    /// 归卷.
    FileEvidence,
    /// 登记伤亡和损失.
    RecordFigures,
    /// 调整等级.
    GradeIncident,
    /// 信息报送.
    SendReport,
    /// 记录经过.
    KeepTimeline,
    /// 指定现场职责.
    NameRole,
    /// 调集力量和物资.
    CallResources,
    /// 启动预案.
    FollowPlan,
    /// 移交医疗救治.
    HandToHealth,
    /// 发布公告.
    LinkWarning,
    /// 结束处置.
    EndIncident,
    /// 复盘评估.
    ReviewIncident,
    /// 延长调查期限.
    ExtendInquiry,
}

impl StepName {
    /// A step of a mediation, with rules and a form of its own.
    #[must_use]
    pub const fn is_of_mediation(self) -> bool {
        matches!(
            self,
            Self::RecordReferral
                | Self::ExtendMediation
                | Self::InviteOnline
                | Self::AnswerOnline
                | Self::RecordConsent
                | Self::GiveNotice
                | Self::ChooseMediator
                | Self::ConfirmRecord
                | Self::ConfirmPerformance
                | Self::CallSession
                | Self::MoveSession
                | Self::CallOffSession
                | Self::RecordSession
                | Self::DraftAgreement
                | Self::SignPaper
                | Self::SealAgreement
                | Self::RecordOralAgreement
                | Self::ApplyConfirmation
                | Self::DeclineConfirmation
                | Self::RecordConfirmation
                | Self::FollowUp
                | Self::MediateAnew
                | Self::EndMediation
                | Self::HandOver
                | Self::FileEvidence
        )
    }

    /// A step of an incident, with a page of its own.
    #[must_use]
    pub const fn is_of_incident(self) -> bool {
        matches!(
            self,
            Self::RecordFigures
                | Self::GradeIncident
                | Self::SendReport
                | Self::KeepTimeline
                | Self::NameRole
                | Self::CallResources
                | Self::FollowPlan
                | Self::HandToHealth
                | Self::LinkWarning
                | Self::EndIncident
                | Self::ReviewIncident
                | Self::ExtendInquiry
        )
    }
}

/// A step of a kind's lifecycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub name: StepName,
    /// Statuses it can be taken from; empty for any that has not ended.
    pub from: Vec<StatusSlug>,
    /// The status after it; none leaves it as it is.
    pub to: Option<StatusSlug>,
    /// Who may take it.
    pub by: Vec<Role>,
    /// What must be there first.
    pub requires: Vec<Requirement>,
}

/// What a step needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// An answer.
    Answer,
    /// At least one file.
    Evidence,
    /// Somebody other than the one who answered.
    SomebodyElse,
    /// Only the responsible unit, or who stands in there for a post that stands aside.
    ResponsibleUnit,
    /// Only the responsible unit and those that help it.
    InvolvedUnit,
    /// Only the responsible leader 单位负责人.
    HeadOfUnit,
    /// A written opinion of this round.
    Opinion,
    /// Every promise of an agreement has been performed, or its day is past and how it is pursued was stated.
    FollowedUp,
}
