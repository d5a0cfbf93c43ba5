package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every page in every state that people meet, with believable people in it. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-20T14:04:30Z");

    private final Foreign foreign;
    private final Assets assets;

    Samples(Foreign foreign, Assets assets) {
        this.foreign = foreign;
        this.assets = assets;
    }

    List<Sample> all() {
        List<Sample> all = new ArrayList<>();
        all.addAll(new IdentitySamples(this).all());
        all.addAll(new OwnSamples(this).all());
        all.addAll(new IntegrationSamples(this).all());
        all.addAll(new DashboardSamples(this).all());
        all.addAll(new AnalyticsSamples(this).all());
        all.addAll(new AgendaSamples(this).all());
        all.addAll(new OperationsSamples(this).all());
        all.addAll(new CatalogSamples(this).all());
        all.addAll(new KeySamples(this).all());
        all.addAll(new JobSamples(this).all());
        all.addAll(new ServiceSamples(this).all());
        all.addAll(new EmergencySamples(this).all());
        all.addAll(new MailSamples(this).all());
        all.addAll(new PeopleSamples(this).all());
        all.addAll(new AuditSamples(this).all());
        all.addAll(new AlertSamples(this).all());
        all.addAll(new LookSamples(this).all());
        all.addAll(new SignUpPolicySamples(this).all());
        all.addAll(problems());
        return all;
    }

    String foreign(String text) {
        return foreign.of(text);
    }

    /** A page of somebody who is signed in. */
    Shell inside(String path) {
        return shell(path, person(), List.of());
    }

    /** A page of an administrator. */
    Shell administering(String path) {
        return shell(
                path,
                person(),
                List.of(
                        new MenuEntry(1000, "/admin/people", "People", "people", MenuEntry.Place.ADMINISTRATION),
                        new MenuEntry(
                                1050, "/admin/services", "Service accounts", "code", MenuEntry.Place.ADMINISTRATION),
                        new MenuEntry(1100, "/admin/providers", "Providers", "sliders", MenuEntry.Place.ADMINISTRATION),
                        new MenuEntry(1200, "/admin/keys", "Keys", "key", MenuEntry.Place.ADMINISTRATION),
                        new MenuEntry(1300, "/admin/jobs", "Jobs", "queue", MenuEntry.Place.ADMINISTRATION),
                        new MenuEntry(
                                1900, "/admin/emergency", "Emergency", "unplug", MenuEntry.Place.ADMINISTRATION)));
    }

    /** A page that needs nobody. */
    Shell outside(String path) {
        return shell(path, null, List.of());
    }

    static Instant ago(long minutes) {
        return NOW.minusSeconds(minutes * 60);
    }

    static Instant in(long minutes) {
        return NOW.plusSeconds(minutes * 60);
    }

    static UUID id(int number) {
        return UUID.fromString("019a9f4e-6c1b-7d20-9b51-%012d".formatted(number));
    }

    /** NullAway does not see the annotation of a nested type in a compact constructor of a class file. */
    @SuppressWarnings("NullAway")
    private Shell shell(String path, Caller.@Nullable Person person, List<MenuEntry> more) {
        List<MenuEntry> usual = person == null
                ? List.of()
                : List.of(
                        new MenuEntry(100, "/", "Overview", "home", MenuEntry.Place.BAR),
                        new MenuEntry(200, "/integrations", "Integrations", "keys", MenuEntry.Place.BAR, 2),
                        new MenuEntry(300, "/dashboard/analytics", "Sync", "chart", MenuEntry.Place.BAR),
                        new MenuEntry(900, "/security", "Security", "shield", MenuEntry.Place.BAR),
                        new MenuEntry(950, "/api/docs", "API docs", "code", MenuEntry.Place.MORE));
        List<MenuEntry> menu = new ArrayList<>(usual);
        menu.addAll(more);
        return new Shell(
                person,
                menu,
                new Csrf("_csrf", "X-CSRF-TOKEN", "c2FtcGxlLXRva2Vu"),
                path,
                false,
                new Formatting(NOW, ZoneId.of("UTC")),
                assets,
                "019a9f4e-6c1b-7d20-9b51-2f0c7be3a8d4");
    }

    private Caller.Person person() {
        return new Caller.Person(id(1), Role.USER, foreign("Linh Tran"), foreign("linh.tran@meridian.example"), id(2));
    }

    private List<Sample> problems() {
        return List.of(
                problem("flow-refused", ProblemType.FLOW_REFUSED, outside("/api/v1/oauth/google/callback")),
                problem("not-found", ProblemType.NOT_FOUND, inside("/nowhere")),
                problem("internal", ProblemType.INTERNAL, inside("/integrations")),
                problem("provider-unavailable", ProblemType.PROVIDER_UNAVAILABLE, inside("/integrations")),
                new Sample("problems", "web/problems", problems(null, ProblemType.values()), outside("/problems")),
                new Sample(
                        "problem",
                        "web/problems",
                        problems("You may not do this", ProblemType.FORBIDDEN),
                        outside("/problems/forbidden")));
    }

    private Sample problem(String name, ProblemType type, Shell shell) {
        Problem problem = Problem.of(new ProblemException(type, type.explanation()));
        return new Sample("error-" + name, "web/error", ErrorView.of(problem, shell, "GET"), shell);
    }

    private static ProblemsView problems(@Nullable String title, ProblemType... types) {
        return new ProblemsView(
                title,
                Arrays.stream(types)
                        .map(type ->
                                new ProblemsView.Entry(type.slug(), type.status(), type.title(), type.explanation()))
                        .toList());
    }
}
