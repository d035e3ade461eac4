"""Which words in a header name which kind of column, in the languages our customers write theirs in."""

from __future__ import annotations

import re
import unicodedata

from warmline.customers.matching.kinds import Kind

# Order matters: the first kind with a fitting word wins, so that "birth place" is not a birth date
# and "email address" is not a street. Words are in the form `words_of` gives: lower case, no accents.
_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.UNUSED,
        (
            "rec id|record id|row id|row|row number|rownum|index|unique id|uid|uuid|guid|id|customer id|"
            "person id|client id|patient id|voter id|user id|member id|contact id|cluster|cluster id|"
            "entity id|entity|true id|ground truth|truth|label|match id|dataset|source|source dataset|"
            "source system|created|created at|updated|updated at|modified|timestamp|last login|"
            "registration date|registr dt|load dt|snapshot dt|unnamed 0|ncid|voter reg num|"
            "blocking number|original id|duplicate of|dup of|is duplicate|duplicate"
        ),
    ),
    (
        Kind.TEXT,
        (
            "birth place|birthplace|place of birth|pob|lugar de nacimiento|geburtsort|lieu de naissance|"
            "noi sinh"
        ),
    ),
    (
        Kind.EMAIL,
        (
            "email|e mail|mail|email address|correo|correo electronico|courriel|epost|thu dien tu|邮箱|"
            "电子邮件|電郵|电子邮箱|メール|メールアドレス|อีเมล"
        ),
    ),
    (
        Kind.BIRTH_YEAR,
        (
            "birth year|year of birth|yob|birthyear|geburtsjahr|annee de naissance|ano de nacimiento|"
            "nam sinh|出生年份|ปีเกิด"
        ),
    ),
    (
        Kind.BIRTH_DATE,
        (
            "birth date|birthdate|birthday|date of birth|dob|d o b|born|birth|bday|birth dt|geburtsdatum|"
            "geburtstag|geboren|fecha de nacimiento|fecha nacimiento|f nacimiento|f nac|fec nac|fecha nac|"
            "date de naissance|date naissance|naissance|ne le|"
            "data di nascita|data nascita|data de nascimento|nascimento|"
            "geboortedatum|fodelsedatum|fodselsdato|data urodzenia|ngay sinh|sinh nhat|kapanganakan|"
            "petsa ng kapanganakan|araw ng kapanganakan|tanggal lahir|出生日期|生日|出生年月|出生年月日|"
            "生年月日|วันเกิด|วันเดือนปีเกิด|дата рождения"
        ),
    ),
    (Kind.AGE, "age|alter|edad|idade|tuoi|年龄|อายุ|edad anos|age at year end"),
    (
        Kind.PHONE,
        (
            "phone|phone number|phone no|phone num|full phone number|telephone|telephone number|tel|"
            "tel no|mobile|mobile number|mobile phone|cell|cell phone|cellphone|handy|telefon|"
            "telefonnummer|rufnummer|mobilnummer|telefono|movil|celular|telephone portable|portable|"
            "numero de telephone|telefone|telefoon|so dien thoai|dien thoai|sdt|di dong|"
            "numero ng telepono|telepono|contact number|contact no|msisdn|fax|home phone|work phone|电话|"
            "手机|手机号|手机号码|电话号码|联系电话|電話|電話番号|โทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|"
            "เบอร์มือถือ|телефон"
        ),
    ),
    (
        Kind.NATIONAL_ID,
        (
            "soc sec id|ssn|social security|social security number|soc sec|nino|national id|"
            "national insurance|national insurance number|nationalid|national id number|id number|"
            "identity number|identity card|id card|passport|passport number|tax id|tin|nhs number|"
            "medicare|medicare number|driver license|drivers license|driving licence|personal number|"
            "personnummer|ausweisnummer|steuer id|sozialversicherungsnummer|dni|nie|nif|curp|rfc|cpf|"
            "codice fiscale|bsn|pesel|cccd|cmnd|so cmnd|so cccd|can cuoc cong dan|sss|philsys|umid|"
            "身份证|身份证号|身份证号码|เลขบัตรประชาชน|เลขประจำตัวประชาชน|mrn"
        ),
    ),
    (
        Kind.GENDER,
        (
            "gender|sex|gender code|sex code|geschlecht|genero|sexo|sexe|genre|gioi tinh|kasarian|性别|"
            "性別|เพศ|пол"
        ),
    ),
    (
        Kind.POSTCODE,
        (
            "postcode|post code|postal code|postalcode|postal|zip|zip code|zipcode|zip5|postcode fake|"
            "plz|postleitzahl|codigo postal|cp|c p|code postal|cap|cep|postnummer|ma buu dien|ma buu chinh|"
            "邮编|邮政编码|郵便番号|รหัสไปรษณีย์|индекс"
        ),
    ),
    (
        Kind.HOUSE_NUMBER,
        (
            "street number|street no|house number|house no|house num|hausnummer|hausnr|numero de casa|"
            "building number|st number|so nha|门牌号|บ้านเลขที่|dom"
        ),
    ),
    (
        Kind.CITY,
        (
            "city|town|suburb|locality|municipality|village|res city desc|city desc|ort|stadt|wohnort|"
            "ciudad|localidad|municipio|colonia|ville|commune|citta|comune|cidade|miasto|plaats|thanh pho|quan|"
            "quan huyen|huyen|lungsod|bayan|barangay|district|place|post town|城市|市|区|เมือง|อำเภอ|เขต|"
            "ตำบล|город"
        ),
    ),
    (
        Kind.STATE,
        (
            "state|province|region|county|bundesland|estado|provincia|departement|tinh|lalawigan|"
            "prefecture|state cd|county desc|省|省份|州|都道府県|จังหวัด"
        ),
    ),
    (
        Kind.COUNTRY,
        ("country|country code|nationality|land|pais|pays|paese|quoc gia|bansa|国家|国籍|ประเทศ"),
    ),
    (
        Kind.STREET,
        (
            "street|street name|street address|address|address 1|address 2|address 3|address1|address2|"
            "address3|addr|addr 1|addr 2|address line 1|address line 2|address line1|address line2|"
            "line 1|line 2|res street address|strasse|straße|adresse|anschrift|direccion|calle|domicilio|"
            "rue|via|indirizzo|endereco|morada|rua|adres|straat|gatuadress|ulica|dia chi|duong|tirahan|"
            "kalye|alamat|home address|mail addr1|地址|街道|住址|住所|ที่อยู่|ถนน|адрес"
        ),
    ),
    (
        Kind.MIDDLE_NAME,
        (
            "middle name|middle|middle initial|mid name|midl name|second name|zweiter vorname|"
            "segundo nombre|apellido materno|segundo apellido|maternal surname|mothers maiden name|"
            "deuxieme prenom|ten dem|ten lot|gitnang pangalan|ชื่อกลาง|отчество|"
            "patronymic"
        ),
    ),
    (
        Kind.SURNAME,
        (
            "surname|last name|lastname|last|family name|familyname|family|lname|l name|sname|nachname|"
            "familienname|zuname|apellido|apellidos|primer apellido|apellido paterno|nom de famille|"
            "cognome|sobrenome|apelido|achternaam|efternamn|nazwisko|ho|ho va ten dem|apelyido|"
            "maiden name|姓|姓氏|นามสกุล|สกุล|фамилия|name last"
        ),
    ),
    (
        Kind.GIVEN_NAME,
        (
            "given name|givenname|given names|given|first name|firstname|first|forename|forename 1|"
            "forenames|christian name|fname|f name|gname|vorname|rufname|nombre|nombres|primer nombre|"
            "prenom|prenoms|primeiro nome|nome proprio|voornaam|fornamn|imie|ten|unang pangalan|"
            "pangalan ko|名|名字|ชื่อ|ชื่อจริง|имя|name first|preferred name"
        ),
    ),
    (
        Kind.FULL_NAME,
        (
            "full name|fullname|name|person name|customer name|complete name|first and surname|name full|"
            "display name|patient name|client name|contact name|nombre completo|nombre y apellidos|"
            "nom complet|nom et prenom|nome completo|vollstandiger name|ho ten|ho va ten|ten day du|"
            "customer|client|subscriber|member|contact|kunde|cliente|khach hang|客户|顧客|ลูกค้า|klient|"
            "buong pangalan|pangalan|nama|姓名|全名|氏名|名前|お名前|ชื่อเต็ม|ชื่อ นามสกุล|ชื่อสกุล|фио|"
            "полное имя"
        ),
    ),
    (Kind.GIVEN_NAME, "nome"),
    (Kind.SURNAME, "nom"),
)
_MEANINGLESS = frozenset(
    {"id", "row", "source", "label", "dom", "first", "last", "place", "land", "index", "ho", "ten"}
    | {"customer", "client", "subscriber", "member", "contact", "kunde", "cliente", "klient"}
)


def words_of(header: str) -> str:
    """The header as plain words: `DateOfBirth` and `Fecha de Nacimiento*` lose their dress."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    folded = unicodedata.normalize("NFKD", spaced.lower()).replace("đ", "d")
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", bare)).split())


_BY_PHRASE: dict[str, Kind] = {}
_RANK: dict[Kind, int] = {}
for _kind, _phrases in _WORDS:
    _RANK.setdefault(_kind, len(_RANK))
    for _phrase in _phrases.split("|"):
        _BY_PHRASE.setdefault(words_of(_phrase), _kind)
_UNSPACED = sorted((p for p in _BY_PHRASE if not p.isascii()), key=len, reverse=True)


def kind_by_header(header: str) -> Kind | None:
    """What the header alone says, or None. A whole phrase beats words within a longer header."""
    words = words_of(header)
    if words in _BY_PHRASE:
        return _BY_PHRASE[words]
    stem = re.sub(r"\s*\d+$", "", words)
    if stem in _BY_PHRASE:
        return _BY_PHRASE[stem]
    tokens = stem.split()
    found = [
        (-length, _RANK[_BY_PHRASE[phrase]], _BY_PHRASE[phrase])
        for length in range(len(tokens), 0, -1)
        for start in range(len(tokens) - length + 1)
        if (phrase := " ".join(tokens[start : start + length])) in _BY_PHRASE and phrase not in _MEANINGLESS
    ]
    if found:
        return min(found)[2]
    for phrase in _UNSPACED:  # scripts without spaces hide the word inside a longer one
        if phrase in words:
            return _BY_PHRASE[phrase]
    if len(tokens) > 1 and tokens[-1] in {"id", "uuid", "key"}:
        return Kind.UNUSED
    return None
