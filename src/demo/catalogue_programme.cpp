#include <array>

#include "catalogue.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::array kWordings{
    Wording{Voice::institution, "en",
            "Glad to host a morning session for the exchange: how our clinics report synthetic "
            "opioids. Slides will be public. #TMSSW #IVLP",
            "", "civic_clinic"},
    Wording{Voice::analyst, "en",
            "Notes from the open panel: evidence that crosses borders needs forms that do. Four "
            "points worth keeping. #TMSSW #IVLP"},
    Wording{Voice::press, "en",
            "The exchange on transnational crime continues this week; its agenda is public: "
            "https://state.example/exchanges/tmssw/agenda #TMSSW",
            "Agenda: Towards a More Safe and Secure World"},
    Wording{Voice::student, "en",
            "Our class was allowed to sit in on a session. Best question came from a customs "
            "officer. #TMSSW #IVLP"},
    Wording{Voice::analyst, "en",
            "What I like about this exchange: practitioners talk to practitioners, and the slides "
            "have numbers. #TMSSW"},
    Wording{
        Voice::institution, "en",
        "Thank you to the volunteers who interpreted {number} hours of talks yesterday. Nothing "
        "works without you. #TMSSW #IVLP",
        "", "safe_harbours"},
    Wording{Voice::resident, "en",
            "Met two of the visitors on the tram, talked about fishing and flood walls. Lovely "
            "afternoon. #TMSSW"},
    Wording{
        Voice::analyst, "en",
        "Today’s theme in the published programme is precursor chemicals. Good background here: "
        "https://iie.example/briefs/precursor-chemicals #TMSSW #GlobalSecurity",
        "Brief: precursor chemicals and shared notices"},
    Wording{Voice::press, "en",
            "Mayors, laboratories, harbour masters: who meets whom in this year’s exchange, and "
            "why. #TMSSW"},
    Wording{Voice::student, "en",
            "Volunteering at the registration desk for #TMSSW. I have never seen so many name "
            "badges sorted so fast."},
    Wording{Voice::analyst, "en",
            "A point from this morning’s open session: rapid alerts on fentanyl need one owner and "
            "two languages. #TMSSW #IVLP"},
    Wording{Voice::institution, "en",
            "Our reading room has set up a shelf for the exchange: {number} books on border "
            "security and lawful trade. #TMSSW #IVLP",
            "", "almira_library"},
    Wording{
        Voice::analyst, "en",
        "Human trafficking referrals: the flow chart shown today fits on one page. I asked, and "
        "it may be reused. #TMSSW"},
    Wording{Voice::resident, "en",
            "The city put up a welcome sign in eleven languages for the #TMSSW visitors. Nice "
            "touch."},
    Wording{
        Voice::press, "en",
        "Cybersecurity was the theme this afternoon: town halls share how they restored services "
        "after ransomware. #TMSSW"},
    Wording{Voice::student, "en",
            "Writing my seminar paper about professional exchanges now. Any open material on "
            "#TMSSW beyond the agenda?"},
    Wording{
        Voice::analyst, "en",
        "Anti-corruption clinic: three real procurement cases, names removed, lessons kept. The "
        "right way to teach it. #TMSSW"},
    Wording{Voice::institution, "en",
            "The public lecture tonight is full; we stream it with captions. #TMSSW "
            "#GlobalSecurity",
            "", "norhaven_college"},
    Wording{Voice::analyst, "es",
            "Buenas notas del panel abierto: cooperación práctica contra el crimen transnacional, "
            "sin discursos largos. #TMSSW"},
    Wording{Voice::student, "es",
            "Hoy asistí como voluntario a una sesión sobre trata de personas. Aprendí muchísimo. "
            "#TMSSW #IVLP"},
    Wording{Voice::analyst, "fr",
            "Séance ouverte ce matin : des échanges concrets sur les opioïdes de synthèse et "
            "l’alerte précoce. #TMSSW #IVLP"},
    Wording{Voice::student, "fr",
            "Bénévole à l’accueil cette semaine, on croise des métiers que je ne connaissais pas. "
            "#TMSSW"},
    Wording{
        Voice::analyst, "ar",
        "تابعت الجلسة المفتوحة اليوم عن التعاون عبر الحدود، وكانت الأسئلة مفيدة جدًا. #TMSSW #IVLP"},
    Wording{Voice::analyst, "th",
            "ติดตามการแลกเปลี่ยนความรู้เรื่องการป้องกันยาเสพติดสังเคราะห์ ได้ความรู้มาก #TMSSW"},
    Wording{Voice::resident, "en",
            "Our café served the exchange today. Somebody left a thank-you note in the tip jar. "
            "#TMSSW",
            "", "corner_bakery"},
    Wording{Voice::analyst, "en",
            "Climate security session: storm forecasts as a public service for ports. Simple and "
            "convincing. #TMSSW"},
    Wording{
        Voice::press, "en",
        "Photo story: a day between laboratories and lecture halls with the exchange programme. "
        "No faces, many hands. #TMSSW #IVLP"},
    Wording{Voice::analyst, "en",
            "Asked three speakers for one number they trust. All three named response time. "
            "#TMSSW"},
    Wording{Voice::resident, "en",
            "Traffic was fine, the brass band was better. Welcome, #TMSSW visitors."},
    Wording{Voice::student, "en",
            "Got to ask a question at the open panel and my voice only shook a little. #TMSSW"},
    Wording{Voice::institution, "en",
            "The host-family evening brought {number} tables together. Recipes will be collected, "
            "by popular demand. #TMSSW",
            "", "almira_library"},
    Wording{Voice::analyst, "en",
            "Useful habit seen at the exchange: every talk ends with the telephone number of the "
            "office that answers. #TMSSW"},
};

constexpr std::array kQuietWordings{
    Wording{Voice::analyst, "en",
            "Looking forward to the November exchange. Last year’s summary is still the best "
            "introduction: https://state.example/exchanges/tmssw #TMSSW",
            "Towards a More Safe and Secure World"},
    Wording{Voice::institution, "en",
            "We are looking for volunteer interpreters for the exchange in November. Evening "
            "training, certificate included. #TMSSW",
            "", "safe_harbours"},
    Wording{Voice::student, "en",
            "Does anybody know when the public sessions of #TMSSW will be announced?"},
    Wording{Voice::press, "en",
            "Preview: an exchange on transnational crime comes to several cities in November. "
            "#TMSSW"},
    Wording{Voice::institution, "en",
            "Host families wanted for one dinner in November. You cook, we bring curious guests. "
            "#TMSSW",
            "", "almira_library"},
    Wording{Voice::student, "en", "Signed up to volunteer for #TMSSW. Badge photo is terrible."},
    Wording{Voice::analyst, "fr",
            "Le programme public de novembre se précise, à suivre. #TMSSW #GlobalSecurity"},
    Wording{Voice::analyst, "en",
            "Rereading the brief on early warning before the exchange: "
            "https://iie.example/briefs/early-warning #TMSSW",
            "Brief: early warning for synthetic drugs"},
};

}  // namespace

std::span<const Wording> programme_wordings() {
  return kWordings;
}

std::span<const Wording> quiet_programme_wordings() {
  return kQuietWordings;
}

}  // namespace tagwatch::demo
