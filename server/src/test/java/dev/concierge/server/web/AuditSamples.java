package dev.concierge.server.web;

import dev.concierge.server.identity.people.TrailFilter;
import dev.concierge.server.identity.people.web.AuditCheckView;
import dev.concierge.server.identity.people.web.AuditView;
import dev.concierge.server.web.FreshProof.Asked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit page, as administrators and managers see it. */
final class AuditSamples {
    private static final String AUDIT = "/admin/audit";
    private static final TrailFilter NOTHING = new TrailFilter(null, null, null, null, null, null, null);

    private final Samples samples;

    AuditSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                page("audit", NOTHING, rows(), null),
                page(
                        "audit-nothing",
                        new TrailFilter(null, "system", "account.role", "refused", null, "2026-11-01", "2026-11-28"),
                        List.of(),
                        null),
                page(
                        "audit-refused",
                        new TrailFilter(samples.foreign("no id"), null, null, null, null, null, null),
                        List.of(),
                        "account is the id of an account."),
                check("audit-check-none", null, List.of()),
                check("audit-check-running", row(false, 42, null), List.of(row(true, 100, 60L))),
                check("audit-check-intact", row(true, 100, 2L), List.of(row(true, 100, 60L), row(false, 100, 90L))),
                check("audit-check-broken", row(false, 100, 2L), List.of()));
    }

    private Sample check(String name, AuditCheckView.@Nullable Row latest, List<AuditCheckView.Row> earlier) {
        return new Sample(
                name, "people/audit-check", new AuditCheckView(latest, earlier), samples.administering(AUDIT));
    }

    private AuditCheckView.Row row(boolean intact, int percent, @Nullable Long minutesAgo) {
        return new AuditCheckView.Row(
                samples.foreign("Anna Keller"),
                Samples.ago(minutesAgo == null ? 1 : minutesAgo + 1),
                intact,
                percent,
                12_345,
                987_654,
                intact
                        ? List.of(
                                "events: intact, 12345 seals over 987654 rows; anchor events:12345:0a1b2c3d4e5f60718293a4b5c6d7e8f9",
                                "vends: intact, 0 seals over 0 rows")
                        : List.of(
                                "events: BROKEN: row " + Samples.id(7)
                                        + " (seal 812) was changed after it was written; good before that: 811 seals over 4055 rows"),
                minutesAgo == null ? null : Samples.ago(minutesAgo));
    }

    private Sample page(String name, TrailFilter filter, List<AuditView.Row> rows, @Nullable String error) {
        AuditView view = new AuditView(
                filter,
                !filter.equals(NOTHING),
                rows,
                rows.isEmpty() ? null : AUDIT,
                rows.isEmpty() ? null : AUDIT + "?cursor=x",
                error == null ? Asked.NOTHING : Asked.CODE,
                true,
                error);
        return new Sample(name, "people/audit", view, samples.administering(AUDIT));
    }

    private List<AuditView.Row> rows() {
        return List.of(
                new AuditView.Row(
                        Samples.ago(5),
                        "account.role",
                        false,
                        samples.foreign("Anna Keller"),
                        Samples.id(1),
                        samples.foreign("Linh Tran"),
                        Samples.id(2),
                        "account:" + Samples.id(2),
                        samples.foreign("after: user · before: guest"),
                        samples.foreign("203.0.113.7 · Firefox on Linux")),
                new AuditView.Row(
                        Samples.ago(50),
                        "session.start",
                        true,
                        "Nobody signed in",
                        null,
                        "Somebody who is gone",
                        null,
                        null,
                        "reason: password",
                        ""),
                new AuditView.Row(
                        Samples.ago(60L * 24), "keys.rotate", false, "The operator", null, null, null, null, "", ""));
    }
}
