package dev.concierge.server.identity.people.web;

import dev.concierge.server.audit.AlertKind;
import dev.concierge.server.audit.AlertQuery;
import dev.concierge.server.audit.AuditPage;
import dev.concierge.server.audit.RaisedAlert;
import dev.concierge.server.identity.people.AlertFilter;
import dev.concierge.server.identity.people.PersonFiles;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pages of alerts show. */
final class AlertViews {
    private static final String GONE = "Somebody who is gone";

    private AlertViews() {}

    static AlertsView list(
            AlertFilter filter,
            AlertQuery query,
            AuditPage<RaisedAlert> page,
            @Nullable String cursor,
            Map<UUID, String> names,
            @Nullable String error) {
        return new AlertsView(
                Arrays.stream(AlertKind.values())
                        .filter(kind -> kind != AlertKind.OTHER)
                        .map(kind -> new PeopleView.Choice(kind.word(), kind.title(), kind == query.kind()))
                        .toList(),
                List.of(
                        new PeopleView.Choice(AlertFilter.OPEN, "Open", Boolean.FALSE.equals(query.acknowledged())),
                        new PeopleView.Choice(
                                AlertFilter.ACKNOWLEDGED, "Looked into", Boolean.TRUE.equals(query.acknowledged()))),
                Objects.requireNonNullElse(filter.about(), ""),
                error != null || !query.equals(AlertQuery.ALL),
                page.items().stream().map(alert -> row(alert, names)).toList(),
                cursor == null || cursor.isEmpty() ? null : path(filter, null),
                page.nextCursor() == null ? null : path(filter, page.nextCursor()),
                error);
    }

    private static AlertsView.Row row(RaisedAlert alert, Map<UUID, String> names) {
        UUID about = alert.about();
        RaisedAlert.Acknowledged done = alert.acknowledged();
        return new AlertsView.Row(
                alert.id(),
                alert.kind().title(),
                alert.detail(),
                about == null ? subject(alert) : names.getOrDefault(about, GONE),
                alert.times(),
                alert.lastAt(),
                done == null ? null : names.getOrDefault(done.by(), GONE));
    }

    private static String subject(RaisedAlert alert) {
        return alert.subject().equals("others") ? "Many others" : alert.subject();
    }

    static AlertView one(RaisedAlert alert, Map<UUID, String> names, boolean may, String note, @Nullable String error) {
        UUID about = alert.about();
        Optional<UUID> who = PersonFiles.person(alert.actor());
        RaisedAlert.Acknowledged done = alert.acknowledged();
        return new AlertView(
                alert.id(),
                alert.kind().title(),
                alert.kind().explanation(),
                alert.detail(),
                about == null ? null : names.getOrDefault(about, GONE),
                about != null && names.containsKey(about) ? about : null,
                subject(alert),
                PersonViews.actor(alert.actor(), who, names),
                who.filter(names::containsKey).orElse(null),
                alert.times(),
                alert.firstAt(),
                alert.lastAt(),
                AuditPages.PAGE + (about == null ? "" : "?account=" + about),
                done == null ? null : new AlertView.Done(names.getOrDefault(done.by(), GONE), done.at(), done.note()),
                may && done == null ? new AlertView.Form(note, error) : null);
    }

    private static String path(AlertFilter filter, @Nullable String cursor) {
        String query = Stream.of(
                        part("kind", filter.kind()),
                        part("state", filter.state()),
                        part("about", filter.about()),
                        part("cursor", cursor))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? AlertPages.PAGE : AlertPages.PAGE + "?" + query;
    }

    private static String part(String name, @Nullable String value) {
        return value == null || value.isBlank() ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
