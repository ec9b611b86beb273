import type { Random } from "../random.js";

/** A name as its bearer writes it, and the Latin letters that a mail system makes of it. */
export interface PersonName {
  readonly given: string;
  readonly family: string;
  /** In the order of the bearer's own language. */
  readonly full: string;
  /** `given.family` in a to z and dots. */
  readonly latin: string;
}

interface Culture {
  readonly weight: number;
  readonly familyFirst: boolean;
  /** A second given name or surname, with what stands between; null: unusual there. */
  readonly doubles: "given" | "family" | null;
  readonly given: readonly Part[];
  readonly family: readonly Part[];
}

interface Part {
  readonly text: string;
  readonly latin: string;
}

/** Letters that a decomposition does not take apart. */
const SPECIAL: Readonly<Record<string, string>> = {
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ı: "i",
};

/** Separated by spaces; `_` stands for a space, and `text/latin` gives the spelling of another script. */
const CULTURES: readonly Culture[] = [
  culture({
    weight: 26,
    doubles: null,
    given:
      "James Olivia Amelia Jack Zoë Grace Harry Isla Noah Chloé Ruby Owen Ethan Ella Liam Mia Lucas Ava Mason Nora Siobhán Aoife Rhys Megan Duncan Fiona Caleb Hannah Dylan Paige",
    family:
      "Smith Jones O'Brien O'Neill McDonald Taylor Brown Wilson Evans Walker Wright Clarke Hughes Green Carver Whitlock Baker Cooper Reed Bailey Murphy Kelly Price Ward Brontë Parker Morgan St_John Fitzgerald Hall,_Jr.",
  }),
  culture({
    weight: 16,
    doubles: "family",
    given:
      "José María Lucía Ángel Íñigo Sofía Nuria Begoña Álvaro Jesús Inés Pau Jordi Xavier Marta Rocío Iker Ane Mateo Valentina Joaquín Camila Tomás Renata Ximena",
    family:
      "García Núñez Fernández López Martínez Sánchez Peña Muñoz Ibáñez Castaño Vázquez Iglesias Ortega Rubio Moreno Serrano Cañas Romero Domínguez Vidal Ferrer Roca Puig Duarte Figueroa",
  }),
  culture({
    weight: 14,
    doubles: "given",
    given:
      "Jürgen Karl Petra Anneliese Björn Sören Håkon Åsa Ingrid Lars Freya Jóhanna Ólafur Þórdís Mikkel Søren Astrid Elias Käthe Günther Lena Moritz Sigrún Oskar Maja",
    family:
      "Müller Groß Schäfer Weiß Lindqvist Sørensen Ångström Bjørnstad Þórsson Jónsdóttir Kjær Brandt Vos de_Vries van_den_Berg Østergård Köhler Nyström Hansen Ek Lind Strauß Fuchs Holm Dahl",
  }),
  culture({
    weight: 11,
    doubles: null,
    given:
      "Łukasz Zofia Paweł Małgorzata Jiří Božena Alžběta Ondřej Katarína Tereza Marek Mirjana Đorđe Vesna Ștefan Ioana Răzvan Ilona Zoltán Gergő Petra Jakub Agnieszka Wojciech Šárka",
    family:
      "Wójcik Kowalska Nowak Zając Dvořák Šimek Černý Hájek Kovačević Đurić Petrović Ionescu Țăranu Nagy Tóth Szűcs Kiss Horváth Król Wiśniewski Novotný Krejčí Babić Jurić Popa",
  }),
  culture({
    weight: 9,
    doubles: null,
    given:
      "Amara Chinedu Ngozi Kwame Abena Thandiwe Sipho Wanjiru Otieno Fatoumata Moussa Aïssatou Zanele Tunde Folake Kofi Makena Baraka Naledi Lerato",
    family:
      "Okafor Diallo Adeyemi Mensah Nkosi Dlamini Kamau Odhiambo Traoré N'Diaye Koné Mwangi Botha Abiodun Eze Boateng Sow Mokoena Wekesa Chukwu",
  }),
  culture({
    weight: 12,
    doubles: null,
    given:
      "Aisha Rahul Priya Arjun Ananya Vikram Lakshmi Sanjay Meera Imran Fatima Omar Leyla Yusuf Çağla Gökçe Emre Işıl Dariush Nasrin Ravi Deepa Kiran Zainab Farid",
    family:
      "Rahman Sharma Patel Iyer Venkataraman Singh Kaur Banerjee Gupta Reddy Khan Hussain al-Masri Haddad Yılmaz Şahin Özdemir Güneş Karimi Farahani Nair Menon Das Bose Qureshi",
  }),
  culture({
    weight: 4,
    doubles: null,
    familyFirst: true,
    given:
      "芳/Fang 伟/Wei 秀英/Xiuying 娜/Na 强/Qiang 磊/Lei 洋/Yang 艳/Yan 勇/Yong 静/Jing 子涵/Zihan 浩然/Haoran",
    family:
      "王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen 杨/Yang 黄/Huang 赵/Zhao 周/Zhou 吴/Wu 欧阳/Ouyang",
  }),
  culture({
    weight: 3,
    doubles: null,
    familyFirst: true,
    given:
      "健一/Kenichi さくら/Sakura 直樹/Naoki 葵/Aoi 翔太/Shota 美咲/Misaki 大輔/Daisuke ユキ/Yuki",
    family: "佐藤/Sato 鈴木/Suzuki 田中/Tanaka 渡辺/Watanabe 伊藤/Ito 山本/Yamamoto 𠮷田/Yoshida",
  }),
  culture({
    weight: 2,
    doubles: null,
    familyFirst: true,
    given: "민준/Minjun 서연/Seoyeon 지호/Jiho 하은/Haeun 도윤/Doyun 수아/Sua",
    family: "김/Kim 이/Lee 박/Park 최/Choi 정/Jung 강/Kang",
  }),
  culture({
    weight: 4,
    doubles: null,
    familyFirst: true,
    given:
      "Thị_Hương Văn_Đức Minh_Châu Quốc_Bảo Thanh_Hà Hải_Đăng Ngọc_Ánh Xuân_Phúc Mỹ_Linh Hữu_Nghĩa",
    family: "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Đặng Bùi",
  }),
  culture({
    weight: 3,
    doubles: null,
    given:
      "Мария/Mariya Иван/Ivan Ольга/Olga Дмитрий/Dmitriy Анна/Anna Сергей/Sergey Олена/Olena Тарас/Taras",
    family:
      "Шевченко/Shevchenko Бондаренко/Bondarenko Ковальчук/Kovalchuk Мельник/Melnyk Гончар/Honchar Лысенко/Lysenko",
  }),
  culture({
    weight: 2,
    doubles: null,
    given: "Ελένη/Eleni Γιώργος/Giorgos Κώστας/Kostas Δήμητρα/Dimitra Νίκος/Nikos Σοφία/Sofia",
    family: "Παπαδόπουλος/Papadopoulos Γεωργίου/Georgiou Νικολάου/Nikolaou Ιωάννου/Ioannou",
  }),
];

const LADDER: readonly Culture[] = CULTURES.flatMap((one) =>
  Array.from({ length: one.weight }, () => one),
);
const LATIN_FAMILIES: readonly Part[] = CULTURES.filter(({ familyFirst }) => !familyFirst).flatMap(
  ({ family }) => family.filter(({ text }) => /^\p{Script=Latin}/u.test(text)),
);

/** Somebody's name; about one in six has two given names or two surnames. */
export function personName(random: Random): PersonName {
  const from = random.pick(LADDER);
  const given = random.pick(from.given);
  const family = random.pick(from.family);
  if (from.doubles === "family" && random.chance(0.6)) {
    const mother = random.pick(from.family);
    return named(given.text, `${family.text} ${mother.text}`, { from, latin: [given, family] });
  }
  if (from.doubles === "given" && random.chance(0.4)) {
    const second = random.pick(from.given);
    const both = second === given ? given.text : `${given.text}-${second.text}`;
    return named(both, family.text, { from, latin: [given, family] });
  }
  return named(given.text, family.text, { from, latin: [given, family] });
}

/** The same given name with another family name, as after a marriage. */
export function renamed(given: string, formerLatin: string, random: Random): PersonName {
  const family = random.pick(LATIN_FAMILIES);
  const [givenLatin = "person"] = formerLatin.split(".");
  return {
    given,
    family: family.text,
    full: `${given} ${family.text}`,
    latin: `${givenLatin}.${family.latin}`,
  };
}

function named(
  given: string,
  family: string,
  { from, latin }: { readonly from: Culture; readonly latin: readonly [Part, Part] },
): PersonName {
  const full = from.familyFirst ? `${family} ${given}` : `${given} ${family}`;
  return { given, family, full, latin: `${latin[0].latin}.${latin[1].latin}` };
}

function culture(written: {
  readonly weight: number;
  readonly doubles: Culture["doubles"];
  readonly familyFirst?: boolean;
  readonly given: string;
  readonly family: string;
}): Culture {
  return {
    ...written,
    familyFirst: written.familyFirst ?? false,
    given: written.given.split(" ").map(partOf),
    family: written.family.split(" ").map(partOf),
  };
}

function partOf(written: string): Part {
  const [text = "", spelled] = written.replaceAll("_", " ").split("/");
  return { text, latin: latinOf(spelled ?? text) };
}

function latinOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[øłđðþßæœı]/g, (letter) => SPECIAL[letter] ?? letter)
    .normalize("NFKD")
    .replace(/[^a-z]/g, "");
}
