package dev.concierge.server.dashboard.web;

import dev.concierge.server.audit.AlertBook;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.integrations.Standing;
import dev.concierge.server.integrations.Standings;
import dev.concierge.server.sync.Agenda;
import dev.concierge.server.sync.RunDay;
import dev.concierge.server.sync.SyncReader;
import dev.concierge.server.web.Action;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.PersonFormats;
import dev.concierge.server.web.Tone;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** {@code /}: what needs the person first, then that everything else is in step. */
@Controller
class OverviewPage implements MenuContributor {
    private static final int LONGEST_AGENDA = 6;
    private static final int MOST_OF_A_DAY = 100;

    private final Standings standings;
    private final RecentUses uses;
    private final Catalog catalog;
    private final Agenda agenda;
    private final SyncReader reader;
    private final AccountNames names;
    private final PersonFormats formats;
    private final AlertBook alerts;
    private final Clock clock;

    OverviewPage(
            Standings standings,
            RecentUses uses,
            Catalog catalog,
            Agenda agenda,
            SyncReader reader,
            AccountNames names,
            PersonFormats formats,
            AlertBook alerts,
            Clock clock) {
        this.standings = standings;
        this.uses = uses;
        this.catalog = catalog;
        this.agenda = agenda;
        this.reader = reader;
        this.names = names;
        this.formats = formats;
        this.alerts = alerts;
        this.clock = clock;
    }

    @GetMapping("/")
    ModelAndView show(Caller.Person person) {
        List<Standing> all = standings.live(person.accountId());
        ZoneId zone = formats.of(person).zone();
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        List<OverviewView.Item> coming = coming(person, today, zone);
        return new ModelAndView(
                "dashboard/overview",
                "view",
                new OverviewView(
                        person.name().strip().split("\\s+", 2)[0],
                        all.stream().filter(Standing::needsPerson).count(),
                        Stream.concat(
                                        alerts(person).stream(),
                                        all.stream()
                                                .filter(one -> one.note() != null)
                                                .map(OverviewPage::notice))
                                .toList(),
                        rack(all),
                        today,
                        coming.stream().limit(LONGEST_AGENDA).toList(),
                        coming.size(),
                        uses.of(person),
                        figures(person, all)));
    }

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return List.of(new MenuEntry(100, "/", "Overview", "home", MenuEntry.Place.BAR));
    }

    /** For whoever sees alerts: how many nobody has looked into. */
    private Optional<Notice> alerts(Caller.Person person) {
        int waiting = Permission.SEE_ALERTS.allows(person.role()) ? alerts.waiting() : 0;
        if (waiting == 0) {
            return Optional.empty();
        }
        String lead = waiting == 1
                ? "A security alert is open."
                : (waiting == AlertBook.MOST_COUNTED ? "Over " + (waiting - 1) : waiting)
                        + " security alerts are open.";
        return Optional.of(new Notice(
                Tone.BAD,
                lead,
                "Nobody has looked into " + (waiting == 1 ? "it" : "them") + " yet.",
                Action.link("See the alerts", "/admin/alerts?state=open")));
    }

    private static Notice notice(Standing standing) {
        Action action = standing.needsPerson()
                ? Action.post(
                        "Reconnect " + standing.provider(),
                        "/integrations/" + standing.integration().id() + "/reconnect")
                : null;
        return new Notice(
                standing.badge().tone(),
                standing.integration().label() + " needs attention.",
                String.valueOf(standing.note()),
                action);
    }

    private List<OverviewView.Hook> rack(List<Standing> all) {
        List<OverviewView.Hook> rack = new ArrayList<>();
        all.forEach(one -> rack.add(new OverviewView.Hook(
                one.integration().id(), one.mark(), one.integration().label(), one.badge())));
        Set<String> connected =
                all.stream().map(one -> one.integration().provider()).collect(Collectors.toUnmodifiableSet());
        catalog.all().stream()
                .filter(provider -> !connected.contains(provider.id()))
                .forEach(provider -> rack.add(new OverviewView.Hook(
                        null, new Mark(provider.name(), provider.mark()), provider.name(), Badge.notConnected())));
        return rack;
    }

    /** What of today is not over, whole days first. */
    private List<OverviewView.Item> coming(Caller.Person person, LocalDate today, ZoneId zone) {
        AccountNames.Of known = names.of(person.accountId());
        Instant now = clock.instant();
        return agenda.between(person.accountId(), today, today, zone, MOST_OF_A_DAY).entries().stream()
                .filter(entry -> entry.endsAt() == null || entry.endsAt().isAfter(now))
                .map(entry -> item(entry, known.of(entry.integrationId())))
                .sorted(byStart())
                .toList();
    }

    private static OverviewView.Item item(Agenda.Entry entry, AccountNames.Name name) {
        return new OverviewView.Item(
                name.mark(), entry.title(), name.label(), entry.place(), entry.startsAt(), entry.endsAt());
    }

    private static Comparator<OverviewView.Item> byStart() {
        return Comparator.comparing(OverviewView.Item::startsAt, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private List<OverviewView.Figure> figures(Caller.Person person, List<Standing> all) {
        NumberFormat numbers = NumberFormat.getIntegerInstance(Locale.ENGLISH);
        long records = all.stream().mapToLong(Standing::records).sum();
        return List.of(
                new OverviewView.Figure("Connected accounts", numbers.format(all.size()), ""),
                new OverviewView.Figure("Records kept in step", numbers.format(records), ""),
                new OverviewView.Figure("Tokens handed out today", numbers.format(uses.vendsToday(person)), ""),
                syncs(person, numbers));
    }

    /** How many runs of today went well, as their counter has it: by UTC. */
    private OverviewView.Figure syncs(Caller.Person person, NumberFormat numbers) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<RunDay> ran = reader.days(person.accountId(), day, day);
        long failed = ran.stream().mapToLong(RunDay::failed).sum();
        long runs = failed
                + ran.stream().mapToLong(one -> one.complete() + one.inPart()).sum();
        String note = runs == 0 ? "" : failed == 0 ? "None failed" : numbers.format(failed) + " failed";
        return new OverviewView.Figure("Syncs today", numbers.format(runs), note);
    }
}
