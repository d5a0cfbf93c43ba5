package dev.concierge.server.web;

import dev.concierge.server.identity.people.TrailFilter;
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
                        "account is the id of an account."));
    }

    private Sample page(String name, TrailFilter filter, List<AuditView.Row> rows, @Nullable String error) {
        AuditView view = new AuditView(
                filter,
                !filter.equals(NOTHING),
                rows,
                rows.isEmpty() ? null : AUDIT,
                rows.isEmpty() ? null : AUDIT + "?cursor=x",
                error == null ? Asked.NOTHING : Asked.CODE,
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
