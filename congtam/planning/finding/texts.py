"""What of a sentence says which task it is: the words without dates, without "giao … chủ trì", without the words every plan is full of."""

import re
import unicodedata
from itertools import pairwise

_SHORT_FORMS = {
    "cđs": "chuyển đổi số",
    "cntt": "công nghệ thông tin",
    "csdl": "cơ sở dữ liệu",
    "csvc": "cơ sở vật chất",
    "ctđt": "chương trình đào tạo",
    "đmst": "đổi mới sáng tạo",
    "đa06": "đề án 06",
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "cchc": "cải cách hành chính",
    "dvc": "dịch vụ công",
    "gdnn": "giáo dục nghề nghiệp",
    "hđnd": "hội đồng nhân dân",
    "hssv": "học sinh sinh viên",
    "kh&cn": "khoa học và công nghệ",
    "khcn": "khoa học công nghệ",
    "ktx": "ký túc xá",
    "nn&mt": "nông nghiệp và môi trường",
    "pctt": "phòng chống thiên tai",
    "qppl": "quy phạm pháp luật",
    "tthc": "thủ tục hành chính",
    "ubnd": "ủy ban nhân dân",
    "vbqppl": "văn bản quy phạm pháp luật",
    "vtvl": "vị trí việc làm",
}
_TOKEN = re.compile(r"[\w&]+")
_WORD = re.compile(r"[^\W_]+")
_DATE = re.compile(
    r"(?:hoàn thành |xong )?(?:chậm nhất |muộn nhất )?(?:trước |trong |vào |đến |từ )?(?:\d+ giờ )?(?:ngày |tháng |quý |năm )+[\divx]+"
    r"(?:[/-]\d+)*(?: (?:tháng|năm) \d+)*|\b\d{1,2}/\d{1,2}(?:/\d{4})?\b"
)
_OPENING = re.compile(
    r"^(?:tiếp tục|khẩn trương|chủ động|tập trung|chủ trì,? phối hợp với [^,;]{0,80}|phối hợp với [^,;]{0,60}|yêu cầu và đôn đốc|đẩy mạnh"
    r"|tăng cường|căn cứ [^,;]*,|giao [^,;:]{0,60}(?:chủ trì|tham mưu)(?:,? phối hợp với [^,;]{0,80})?)[ ,]*"
)
_OPENINGS = 3
_EDGES = " +-.,;:"
_GRAMMAR = frozenset(
    _WORD.findall(
        "và các của cho với theo tại trong trên về có được là để từ đến những việc thực hiện này khi phải do bằng nhằm như công tác đơn vị"
        " liên quan cơ quan"
    )
)
_PART = re.compile(r"^(?:[^,;.]{0,25})?(tham gia|góp ý|hướng dẫn|ban hành hướng dẫn|kiểm tra|tuyên truyền|phổ biến)")
# What is to be made, by the words it is called by; the first that a sentence names is what it is about.
PRODUCTS = {
    "luật": r"\bluật\b",
    "nghị định": r"nghị định",
    "nghị quyết": r"nghị quyết",
    "chiến lược": r"chiến lược",
    "đề án": r"đề án",
    "kế hoạch": r"kế hoạch",
    "quy chế": r"quy chế",
    "quyết định": r"quyết định",
    "chương trình": r"chương trình",
    "hệ thống": r"hệ thống|nền tảng|cơ sở dữ liệu|phần mềm|ứng dụng|trợ lý ảo",
    "sự kiện": r"hội nghị|hội thảo|lễ |hội thi|tập huấn",
    "báo cáo": r"báo cáo|tổng hợp|thống kê",
    "bộ chỉ số": r"bộ chỉ số|bộ tiêu chí|bộ công cụ",
}
_PRODUCTS = tuple((name, re.compile(form)) for name, form in PRODUCTS.items())
_OPENING_LENGTH = 120
_LONGEST = 4_000


def plain(text: str) -> str:
    """Return `text` composed, small, with single spaces and the usual short forms written out; what stands after 4,000 characters is left out."""
    words = " ".join(unicodedata.normalize("NFC", text[:_LONGEST]).lower().split())
    return _TOKEN.sub(lambda found: _SHORT_FORMS.get(found[0], found[0]), words)


def core(text: str) -> str:
    """Return the plain text without days and without the openings that say who does it or how hard, but not what."""
    words = _DATE.sub(" ", plain(text))
    for _ in range(_OPENINGS):
        words = _OPENING.sub("", words.strip(_EDGES))
    return " ".join(words.split())


def words_of(core_text: str) -> list[str]:
    """Return the syllables of a core in their order, without those that only hold a sentence together."""
    return [word for word in _WORD.findall(core_text) if word not in _GRAMMAR]


def with_neighbours(words: list[str]) -> list[str]:
    """Return the words and each pair of neighbours, as most Vietnamese words have two syllables."""
    return words + [f"{one} {following}" for one, following in pairwise(words)]


def part_of(core_text: str) -> str:
    """Return the part the sentence asks for when it is not to do the work: taking part, guiding, inspecting, making known; empty otherwise."""
    found = _PART.search(core_text)
    return found[1].removeprefix("ban hành ") if found else ""


def product_of(core_text: str) -> str:
    """Return the kind of product the opening of the sentence names first (a key of `PRODUCTS`), empty if it names none."""
    opening = core_text[:_OPENING_LENGTH]
    named = [(found.start(), name) for name, form in _PRODUCTS if (found := form.search(opening))]
    return min(named)[1] if named else ""
