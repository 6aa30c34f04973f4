#include <array>

#include "catalogue.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::array kWordings{
    // Synthetic drugs
    Wording{Voice::analyst, "en",
            "Worth an evening: a comparison of how {number} laboratories name the same synthetic "
            "opioid. Shared names are half of shared warnings. #GlobalSecurity"},
    Wording{
        Voice::institution, "en",
        "Our clinics now log every suspected fentanyl case the same day. Faster numbers, faster "
        "alerts. The form is two pages and free to reuse. #GlobalSecurity",
        "", "civic_clinic"},
    Wording{Voice::press, "en",
            "{port} customs officers describe how precursor chemicals hide behind ordinary trade "
            "names. A long read on patience and paperwork. #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Early-warning systems for synthetic drugs work best when the hospital, the laboratory "
            "and the customs office read the same page. #GlobalSecurity #publichealth"},
    Wording{Voice::resident, "en",
            "My sister is a nurse. The new overdose kit training took forty minutes and answered "
            "questions she has had for years about synthetic opioids. #GlobalSecurity"},
    Wording{Voice::student, "en",
            "Seminar topic this week: precursor chemicals and who keeps the list. More interesting "
            "than the title. #GlobalSecurity"},
    // Trafficking
    Wording{Voice::institution, "en",
            "Free course for hotel and ferry staff: five signs of human trafficking, and whom to "
            "call. Next session has {number} places left. #GlobalSecurity",
            "", "safe_harbours"},
    Wording{Voice::analyst, "en",
            "Data on human trafficking counts cases that were found, not cases that exist. Three "
            "careful paragraphs on reading such tables. #GlobalSecurity"},
    Wording{Voice::press, "en",
            "How a tip line in {port} changed after survivors of trafficking helped to write the "
            "questions. #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Wildlife trafficking and document fraud often share a route. A map and {number} "
            "footnotes. #GlobalSecurity #maps"},
    Wording{Voice::student, "en",
            "Reading for Thursday: labour inspections as a tool against human trafficking. Anyone "
            "else surprised how much is about wage slips? #globalsecurity"},
    // Transnational crime
    Wording{Voice::analyst, "en",
            "Joint teams, shared evidence, one language for forms: what {number} case files say "
            "about work against transnational crime. #GlobalSecurity"},
    Wording{Voice::press, "en",
            "Organized crime adapts faster than treaties do. Investigators in {port} explain what "
            "helps in between: direct phone numbers. #GlobalSecurity"},
    Wording{Voice::institution, "en",
            "New working paper on financial flows and transnational crime, with the data and the "
            "method in the annex. Comments welcome until the end of the month. #GlobalSecurity",
            "", "open_ledger"},
    Wording{
        Voice::analyst, "en",
        "Container profiling is statistics with cranes. A short thread on false alarms, and why "
        "nobody should be ashamed of them. #GlobalSecurity"},
    Wording{Voice::resident, "en",
            "My grandfather was a harbour pilot. He always said that smugglers like bad paperwork "
            "more than bad weather. #GlobalSecurity"},
    Wording{Voice::student, "en",
            "Can somebody recommend one good article on organized crime and small ports? Have "
            "{number} open tabs and none of them is it. #GlobalSecurity"},
    // Border security
    Wording{
        Voice::analyst, "en",
        "Border security is mostly queues, scanners and shift plans. This report is honest about "
        "that, and better for it. #GlobalSecurity"},
    Wording{Voice::press, "en",
            "One window for all cargo papers: {port} cut waiting at the border by {number} minutes "
            "a truck. What it took. #GlobalSecurity"},
    Wording{Voice::institution, "en",
            "Registration is open for our workshop on integrated border management for mid-career "
            "officials. Two days, in person, no fee. #GlobalSecurity",
            "", "safe_harbours"},
    Wording{Voice::resident, "en",
            "Crossed the new ferry terminal at {port} today. Border control took six minutes and "
            "everybody was polite. It can be done. #GlobalSecurity"},
    Wording{Voice::student, "en",
            "First draft of my thesis chapter on border security and lawful trade is with my "
            "supervisor. I shall now sleep. #GlobalSecurity"},
    // Corruption
    Wording{Voice::institution, "en",
            "We published {number} procurement contracts of port authorities in one searchable "
            "table. Corruption likes single copies. #GlobalSecurity #opendata",
            "", "open_ledger"},
    Wording{Voice::analyst, "en",
            "Anti-corruption offices need statistics people as much as lawyers. A note from ten "
            "years of hiring. #GlobalSecurity"},
    Wording{Voice::press, "en",
            "A registry of company owners, one year on: who uses it, and what it says about "
            "corruption risk. #GlobalSecurity"},
    Wording{Voice::student, "en",
            "Debate night: is transparency the best answer to corruption, or only the cheapest? "
            "Both sides came prepared. #GlobalSecurity"},
    // Cyber
    Wording{
        Voice::analyst, "en",
        "Post-incident review of a ransomware case at a small water utility: backups worked, the "
        "phone list did not. Print your phone list. #GlobalSecurity #cybersecurity"},
    Wording{Voice::institution, "en",
            "Cybersecurity clinic for town halls: bring one question, leave with one fix. "
            "{number} towns so far. #GlobalSecurity",
            "", "norhaven_college"},
    Wording{Voice::press, "en",
            "Phishing letters are getting better at grammar. A {port} post office shows how its "
            "staff spot them all the same. #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Shared advisories on ransomware are only useful if somebody reads them by breakfast. "
            "How one region built a morning routine. #GlobalSecurity"},
    Wording{
        Voice::student, "en",
        "Our capture-the-flag team finished {number}th and learnt more about cybersecurity in a "
        "night than in a term. Worth it. #GlobalSecurity"},
    Wording{Voice::resident, "en",
            "The library taught my mother to use a password manager. Quiet heroes of "
            "cybersecurity. #GlobalSecurity"},
    // Climate
    Wording{Voice::analyst, "en",
            "Climate security in one chart: harbour days lost to storms against the repair budget. "
            "The lines met in spring. #GlobalSecurity #climate"},
    Wording{
        Voice::institution, "en",
        "Joint exercise on flood response across two districts: {number} teams, one radio plan, "
        "no surprises. Climate security is logistics. #GlobalSecurity",
        "", "safe_harbours"},
    Wording{
        Voice::press, "en",
        "What drought means for river freight, and for everything that travels by it. A climate "
        "security report from {port}. #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Food prices, water levels, road closures: a climate security index that publishes its "
            "errors along with its ranks. #GlobalSecurity"},
    Wording{Voice::student, "en",
            "Group presentation on climate security done. Nobody fainted, and the map loaded. "
            "#GlobalSecurity"},
    // Students, libraries, everyday
    Wording{Voice::student, "en", "Exam on #GlobalSecurity tomorrow, wish me luck"},
    Wording{Voice::student, "en",
            "Three chapters of #GlobalSecurity left and the library closes at ten."},
    Wording{Voice::student, "en",
            "Our lecturer answered an email about #GlobalSecurity at six in the morning. Respect."},
    Wording{Voice::student, "en",
            "Study group for the #GlobalSecurity midterm: Tuesday, room by the window, bring "
            "biscuits."},
    Wording{
        Voice::student, "en",
        "Changed my essay title for the {number}th time. It is about #GlobalSecurity, that much "
        "is certain."},
    Wording{Voice::student, "en",
            "Passed! Thank you to everyone who explained deterrence to me with salt shakers. "
            "#GlobalSecurity"},
    Wording{Voice::student, "en",
            "Is there a glossary for #GlobalSecurity that is shorter than the textbook?"},
    Wording{
        Voice::institution, "en",
        "New on the shelf: {number} titles on #GlobalSecurity, from port law to water treaties. "
        "Reserve online.",
        "", "almira_library"},
    Wording{Voice::institution, "en",
            "Evening lecture on #GlobalSecurity and the sea, Thursday at seven. Doors open to all, "
            "sign language interpreted.",
            "", "norhaven_college"},
    Wording{
        Voice::resident, "en",
        "Listened to a podcast on #GlobalSecurity while repairing the gate. The gate is fine. I "
        "have questions."},
    Wording{Voice::resident, "en",
            "Good panel at the town hall about #GlobalSecurity and our port. Full room on a rainy "
            "evening."},
    Wording{Voice::analyst, "en",
            "Reading list on maritime interdiction, {number} titles, ordered by how often I went "
            "back to them. #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Prevention of violent extremism, seen from youth work: small budgets, long breath, "
            "measurable trust. #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Two datasets on #GlobalSecurity disagree about the same year. I wrote to both; both "
            "answered within a day. The field is better than its reputation."},
    Wording{Voice::press, "en",
            "Our weekly letter on #GlobalSecurity is out: ports, passwords and a good word for "
            "archivists."},
    Wording{Voice::press, "en",
            "Interview: a retired inspector on thirty years of cargo checks and what he would do "
            "differently. #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Counting is a security policy. If you cannot say how many seals were checked, you do "
            "not have a seal policy. #GlobalSecurity"},
    Wording{
        Voice::institution, "en",
        "Call for papers: cooperation between small states on #GlobalSecurity. Abstracts of 300 "
        "words, deadline in {number} days.",
        "", "norhaven_college"},
    Wording{Voice::analyst, "en",
            "Agenda and background papers for officials on exchange are public again this year: "
            "https://state.example/exchanges/background-papers #GlobalSecurity",
            "Background papers for visiting officials"},
    Wording{Voice::student, "en",
            "Used https://iie.example/guides/host-an-exchange for my course project, it is clearer "
            "than our handbook. #GlobalSecurity",
            "How to host a professional exchange"},
};

constexpr std::array kWordingsOfTheWorld{
    Wording{Voice::analyst, "es",
            "Informe breve sobre seguridad fronteriza y comercio legal: menos colas, mejores "
            "controles. Se lee en veinte minutos. #GlobalSecurity"},
    Wording{Voice::student, "es",
            "Mañana expongo sobre crimen transnacional y puertos pequeños. Deseadme suerte. "
            "#GlobalSecurity"},
    Wording{Voice::press, "es",
            "Cómo una línea de ayuda contra la trata de personas cambió sus preguntas, y por qué "
            "ahora recibe más llamadas. #GlobalSecurity"},
    Wording{Voice::analyst, "es",
            "Lucha contra la corrupción: publicar los contratos es el primer paso, leerlos es el "
            "segundo. #GlobalSecurity"},
    Wording{Voice::press, "es",
            "Tres hospitales comparten avisos sobre drogas sintéticas en una sola hoja. Una idea "
            "sencilla que funciona. #GlobalSecurity"},
    Wording{Voice::analyst, "fr",
            "Lecture du soir : une étude sobre et précise sur la sécurité des frontières et le "
            "temps d’attente. #GlobalSecurity"},
    Wording{Voice::student, "fr",
            "Mémoire sur la criminalité transnationale : plan validé, il ne reste plus qu’à "
            "l’écrire. #GlobalSecurity"},
    Wording{Voice::analyst, "fr",
            "Cybersécurité des petites communes : quatre mesures peu coûteuses, expliquées sans "
            "jargon. #GlobalSecurity"},
    Wording{
        Voice::analyst, "fr",
        "Opioïdes de synthèse : pourquoi les laboratoires ont besoin de noms communs. Résumé en "
        "trois points. #GlobalSecurity"},
    Wording{Voice::analyst, "ar",
            "ورقة جديدة عن أمن الحدود: كيف تتبادل الجمارك المعلومات بسرعة أكبر. #GlobalSecurity"},
    Wording{Voice::press, "ar",
            "الوقاية من المخدرات الاصطناعية تبدأ في المدرسة والعيادة معًا. #GlobalSecurity"},
    Wording{Voice::analyst, "ar",
            "ندوة مفتوحة هذا المساء عن مكافحة الاتجار بالأشخاص وحماية الضحايا. #GlobalSecurity"},
    Wording{Voice::press, "ar",
            "الأمن السيبراني للبلديات الصغيرة: خطوات بسيطة قليلة التكلفة. #GlobalSecurity"},
    Wording{Voice::analyst, "th",
            "อ่านรายงานใหม่เรื่องความมั่นคงชายแดนและการค้าที่ถูกกฎหมาย แนะนำให้อ่าน #GlobalSecurity"},
    Wording{Voice::student, "th", "พรุ่งนี้มีสอบวิชาความมั่นคงโลก ขอกำลังใจหน่อย #GlobalSecurity"},
    Wording{Voice::analyst, "th", "ความมั่นคงปลอดภัยไซเบอร์เริ่มจากรหัสผ่านที่ดีและการฝึกอบรม #GlobalSecurity"},
};

}  // namespace

std::span<const Wording> security_wordings() {
  return kWordings;
}

std::span<const Wording> security_wordings_of_the_world() {
  return kWordingsOfTheWorld;
}

}  // namespace tagwatch::demo
