"""The record: one offering as it is published. Unknown is a value of its own everywhere; the body holds no clock.

What moves with time (next start, past, last seen) is a view of this record, made where it is shown, never stored in it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.provenance import Derived, Provenance

Lang = Literal["fi", "sv", "en"]
LANGS: tuple[Lang, ...] = ("fi", "sv", "en")
Words = Annotated[str, StringConstraints(min_length=1)]
Text = dict[Lang, Words]
"""Text by language; a missing language is absent, never empty."""


class Part(BaseModel):
    """Base of the record's parts: closed, so that a misspelt field is an error and not a loss."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, ser_json_timedelta="iso8601")


class Kind(StrEnum):
    VENUE = "venue"
    ACTIVITY = "activity"
    EVENT = "event"


class State(StrEnum):
    ACTIVE = "active"
    CANCELLED = "cancelled"
    REMOVED = "removed"


class Known(StrEnum):
    """Yes, no, or nobody said."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class CostClass(StrEnum):
    FREE = "free"
    LOW = "low"
    PAID = "paid"
    UNKNOWN = "unknown"


class Condition(StrEnum):
    KAIKUKORTTI = "kaikukortti"
    PALVELUKESKUSKORTTI = "palvelukeskuskortti"
    STUDENT = "student"
    UNEMPLOYED = "unemployed"
    PENSIONER = "pensioner"
    CHILD = "child"
    COMPANION_FREE = "companion_free"
    MEMBERSHIP = "membership"
    CARD_PRODUCT = "card_product"
    REGISTRATION = "registration"


class Restriction(StrEnum):
    """Who alone may come."""

    CARD = "card"
    MEMBERS = "members"
    CLOSED_GROUP = "closed_group"
    RESIDENTS = "residents"
    REFERRAL = "referral"


class Audience(StrEnum):
    CHILDREN = "children"
    YOUTH = "youth"
    YOUNG_ADULTS = "young_adults"
    ADULTS = "adults"
    SENIORS = "seniors"
    FAMILIES = "families"
    IMMIGRANTS = "immigrants"
    UNEMPLOYED = "unemployed"
    DISABLED = "disabled"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_RECOVERY = "substance_recovery"
    CARERS = "carers"
    WOMEN = "women"
    MEN = "men"
    EVERYONE = "everyone"


class Gender(StrEnum):
    WOMEN = "women"
    MEN = "men"
    UNKNOWN = "unknown"


class Registration(StrEnum):
    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"
    REFERRAL = "referral"
    UNKNOWN = "unknown"


class EnrolmentState(StrEnum):
    """As stated by the source. What follows from `opens` and `closes` at some moment is a view."""

    OPEN = "open"
    FULL = "full"
    WAITING_LIST = "waiting_list"
    CLOSED = "closed"
    NOT_OPEN = "not_open"
    UNKNOWN = "unknown"


class Form(StrEnum):
    GROUP = "group"
    INDIVIDUAL = "individual"
    DROP_IN = "drop_in"
    SELF_GUIDED = "self_guided"
    UNKNOWN = "unknown"


class Companion(StrEnum):
    WELCOME = "welcome"
    FREE = "free"
    UNKNOWN = "unknown"


class Intensity(StrEnum):
    LIGHT = "light"
    MODERATE = "moderate"
    VIGOROUS = "vigorous"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    EXACT = "exact"
    ADDRESS = "address"
    AREA = "area"
    NONE = "none"


class AccessState(StrEnum):
    NO_KNOWN_SHORTCOMINGS = "no_known_shortcomings"
    PARTLY = "partly"
    SHORTCOMINGS = "shortcomings"
    UNKNOWN = "unknown"


class Profile(StrEnum):
    WHEELCHAIR = "wheelchair"
    REDUCED_MOBILITY = "reduced_mobility"
    ROLLATOR = "rollator"
    STROLLER = "stroller"
    VISUALLY_IMPAIRED = "visually_impaired"
    HEARING_AID = "hearing_aid"


class Feature(StrEnum):
    STEP_FREE_ENTRANCE = "step_free_entrance"
    ACCESSIBLE_TOILET = "accessible_toilet"
    LIFT = "lift"
    INDUCTION_LOOP = "induction_loop"
    ACCESSIBLE_PARKING = "accessible_parking"


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Daypart(StrEnum):
    """Of the start, Helsinki time: morning < 12, afternoon 12–17, evening ≥ 17."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Cost(Part):
    """What an adult without concessions pays. Free for some is a restriction, not a price."""

    cost_class: CostClass = Field(CostClass.UNKNOWN, alias="class")
    min_eur: float | None = Field(None, ge=0)
    max_eur: float | None = Field(None, ge=0)
    pay_up_front_eur: float | None = Field(None, ge=0)
    unit: Literal["visit", "course", "season", "month", "year"] | None = None
    text: Text = Field(default_factory=dict)
    conditions: list[Condition] = Field(default_factory=list)


class Place(Part):
    """A place one goes to. lat and lon are WGS84 degrees, both or neither."""

    name: Text = Field(default_factory=dict)
    address: Text = Field(default_factory=dict)
    postal_code: str | None = None
    district: Text = Field(default_factory=dict)
    municipality: str | None = None
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    precision: Precision = Precision.NONE
    source_id: str | None = None


class ProfileAccess(Part):
    """shortcomings: how many are known; null where nobody counted. Zero is not null."""

    state: AccessState = AccessState.UNKNOWN
    shortcomings: int | None = Field(None, ge=0)


class Sentence(Part):
    group: Text = Field(default_factory=dict)
    text: Text = Field(default_factory=dict)


class Accessibility(Part):
    """The venue's accessibility; `inherited_from` names the venue where it is not the offering's own. Nothing says "inaccessible"."""

    wheelchair: ProfileAccess = Field(default_factory=ProfileAccess)
    reduced_mobility: ProfileAccess = Field(default_factory=ProfileAccess)
    rollator: ProfileAccess = Field(default_factory=ProfileAccess)
    stroller: ProfileAccess = Field(default_factory=ProfileAccess)
    visually_impaired: ProfileAccess = Field(default_factory=ProfileAccess)
    hearing_aid: ProfileAccess = Field(default_factory=ProfileAccess)
    features: dict[Feature, Known] = Field(default_factory=lambda: dict.fromkeys(Feature, Known.UNKNOWN))
    sentences: list[Sentence] = Field(default_factory=list)
    inherited_from: str | None = None

    def of(self, profile: Profile) -> ProfileAccess:
        """What is known for one profile."""
        found: ProfileAccess = getattr(self, profile.value)
        return found


class Enrolment(Part):
    opens: datetime | None = None
    closes: datetime | None = None
    state: EnrolmentState = EnrolmentState.UNKNOWN
    seats_left: int | None = Field(None, ge=0)


class Session(Part):
    """One time to come. Aware times; a start without a clock has `all_day`."""

    start: datetime
    end: datetime | None = None
    all_day: bool = False
    state: Literal["scheduled", "cancelled"] = "scheduled"


class Schedule(Part):
    """When: listed sessions, or a period through which it is there (`starts`–`ends`, inclusive dates), or an RRULE."""

    zone: Literal["Europe/Helsinki"] = "Europe/Helsinki"
    sessions: list[Session] = Field(default_factory=list)
    starts: date | None = None
    ends: date | None = None
    rrule: str | None = None


class OpeningHours(Part):
    """As the source writes them; `rule` only where it could be read."""

    text: Text = Field(default_factory=dict)
    rule: str | None = None


class Keyword(Part):
    id: str
    label: Text = Field(default_factory=dict)


class Organisation(Part):
    id: str | None = None
    name: Text = Field(default_factory=dict)


class Contact(Part):
    """A role, never a private person."""

    kind: Literal["phone", "email", "web"]
    value: str
    note: Text = Field(default_factory=dict)


class Link(Part):
    kind: Literal["home", "info", "registration", "accessibility"]
    url: str
    lang: Lang | None = None


class Image(Part):
    """Only with a licence that allows publishing it anywhere."""

    url: str
    licence: str
    credit: str | None = None
    alt: Text = Field(default_factory=dict)


class Offering(Part):
    """What is said of an offering, before it is known who says it: the record without its identity."""

    kind: Kind
    name: Text
    summary: Text = Field(default_factory=dict)
    description: Text = Field(default_factory=dict)
    categories: list[str] = Field(default_factory=list)
    keywords: list[Keyword] = Field(default_factory=list)
    cost: Cost = Field(default_factory=Cost)
    restricted_to: list[Restriction] = Field(default_factory=list)
    places: list[Place] = Field(default_factory=list)
    online: bool = False
    accessibility: Accessibility = Field(default_factory=Accessibility)
    audiences: list[Audience] = Field(default_factory=list)
    min_age: int | None = Field(None, ge=0, le=130)
    max_age: int | None = Field(None, ge=0, le=130)
    gender: Gender = Gender.UNKNOWN
    languages: list[str] = Field(default_factory=list)
    plain_language: bool = False
    low_threshold: bool = False
    registration: Registration = Registration.UNKNOWN
    registration_url: str | None = None
    enrolment: Enrolment = Field(default_factory=Enrolment)
    form: Form = Form.UNKNOWN
    companion: Companion = Companion.UNKNOWN
    intensity: Intensity = Intensity.UNKNOWN
    equipment: Text = Field(default_factory=dict)
    schedule: Schedule = Field(default_factory=Schedule)
    weekdays: list[Weekday] = Field(default_factory=list)
    dayparts: list[Daypart] = Field(default_factory=list)
    opening_hours: OpeningHours = Field(default_factory=OpeningHours)
    organisation: Organisation = Field(default_factory=Organisation)
    contacts: list[Contact] = Field(default_factory=list)
    urls: list[Link] = Field(default_factory=list)
    image: Image | None = None
    derived: list[Derived] = Field(default_factory=list)
    state: State = State.ACTIVE


class Service(Offering):
    """One offering as published: the JSON of the API, the dump and the feed."""

    model_config = ConfigDict(
        title="Service",
        json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema", "license": "CC0-1.0"},
    )

    id: str = Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
    provenance: Provenance
