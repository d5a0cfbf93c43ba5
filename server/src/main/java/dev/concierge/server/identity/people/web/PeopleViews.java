package dev.concierge.server.identity.people.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.identity.Invitation;
import dev.concierge.server.identity.Invitations;
import dev.concierge.server.identity.people.PeopleList;
import dev.concierge.server.identity.people.PeoplePage;
import dev.concierge.server.identity.people.PeopleQuery;
import dev.concierge.server.identity.people.Person;
import dev.concierge.server.identity.people.web.PeopleView.Choice;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Permission;
import dev.concierge.server.web.Role;
import dev.concierge.server.web.Tone;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Gathers what {@code /admin/people} shows. */
@Component
@ConditionalOnWebApplication
class PeopleViews {
    private static final int EXACT = 10_000;

    private final PeopleList list;
    private final Invitations invitations;
    private final Catalog catalog;

    PeopleViews(PeopleList list, Invitations invitations, Catalog catalog) {
        this.list = list;
        this.invitations = invitations;
        this.catalog = catalog;
    }

    /** What was typed into the form that invites, and what is wrong with it. */
    record Sent(String email, @Nullable Role role, @Nullable String error) {
        static final Sent NOTHING = new Sent("", null, null);
    }

    PeopleView page(
            Caller.Person person,
            PeopleQuery query,
            @Nullable String cursor,
            FreshProof.Asked proof,
            Sent sent,
            List<Notice> notices) {
        PeoplePage page = list.page(person, query, cursor, PeopleQuery.USUAL);
        return new PeopleView(
                notices,
                count(list.about(person)),
                search(query),
                page.people().stream().map(this::row).toList(),
                page.alike() && !page.people().isEmpty(),
                cursor == null || cursor.isEmpty() ? null : path(query, null),
                page.nextCursor() == null ? null : path(query, page.nextCursor()),
                invitations.offered() ? invite(person, proof, sent) : null,
                invitations.living(person).stream()
                        .map(one -> invited(person, one))
                        .toList(),
                Permission.MOVE_PEOPLE.allows(person.role()));
    }

    /** Of somebody who leaves, the template says the day, too. */
    static Badge badge(Person person) {
        return person.active() ? new Badge(Tone.OK, "Active") : new Badge(Tone.PLAIN, "Disabled");
    }

    /** The roles that somebody may give. */
    static List<Choice> roles(Role giver, @Nullable Role chosen) {
        return Arrays.stream(Role.values())
                .filter(giver::reaches)
                .map(role -> new Choice(role.word(), role.title(), role == chosen))
                .toList();
    }

    private static String count(long accounts) {
        return accounts > EXACT
                ? String.format(Locale.ROOT, "About %,d accounts", accounts)
                : String.format(Locale.ROOT, accounts == 1 ? "%,d account" : "%,d accounts", accounts);
    }

    private PeopleView.Row row(Person person) {
        return new PeopleView.Row(
                person.id(),
                person.name(),
                person.email(),
                person.role().title(),
                person.localId(),
                person.ways().stream().map(this::way).collect(Collectors.joining(", ")),
                person.lastSignInAt(),
                badge(person),
                person.leavesAt());
    }

    private String way(String way) {
        return way.equals(Person.PASSWORD)
                ? "Password"
                : catalog.find(way).map(Provider::name).orElse(way);
    }

    private PeopleView.Search search(PeopleQuery query) {
        List<Choice> ways = new ArrayList<>();
        ways.add(new Choice(Person.PASSWORD, "Password", Person.PASSWORD.equals(query.way())));
        catalog.all().stream()
                .filter(provider -> provider.asking().signIn().offered())
                .forEach(provider -> ways.add(
                        new Choice(provider.id(), provider.name(), provider.id().equals(query.way()))));
        return new PeopleView.Search(
                Objects.requireNonNullElse(query.text(), ""),
                Arrays.stream(Role.values())
                        .map(role -> new Choice(role.word(), role.title(), role == query.role()))
                        .toList(),
                List.of(
                        new Choice("active", "Active", Boolean.TRUE.equals(query.active())),
                        new Choice("disabled", "Disabled or leaving", Boolean.FALSE.equals(query.active()))),
                ways,
                Arrays.stream(PeopleQuery.Seen.values())
                        .map(seen -> new Choice(seen.word(), seen.title(), seen == query.seen()))
                        .toList(),
                Arrays.stream(PeopleQuery.Second.values())
                        .map(second -> new Choice(second.word(), second.title(), second == query.second()))
                        .toList(),
                !query.equals(PeopleQuery.ALL));
    }

    private static PeopleView.InviteForm invite(Caller.Person person, FreshProof.Asked proof, Sent sent) {
        return new PeopleView.InviteForm(
                sent.email(),
                roles(person.role(), Objects.requireNonNullElse(sent.role(), Role.GUEST)),
                proof,
                sent.error(),
                sent.error() != null);
    }

    private static PeopleView.Invited invited(Caller.Person person, Invitation one) {
        return new PeopleView.Invited(
                one.id(),
                one.email(),
                one.role().title(),
                one.expiresAt(),
                Permission.INVITE.allows(person.role(), one.role()));
    }

    private static String path(PeopleQuery query, @Nullable String cursor) {
        List<String> parts = new ArrayList<>();
        put(parts, "q", query.text());
        put(parts, "role", query.role() == null ? null : query.role().word());
        put(parts, "status", query.active() == null ? null : query.active() ? "active" : "disabled");
        put(parts, "way", query.way());
        put(parts, "seen", query.seen() == null ? null : query.seen().word());
        put(parts, "second", query.second() == null ? null : query.second().word());
        put(parts, "cursor", cursor);
        return PeoplePages.PAGE + (parts.isEmpty() ? "" : "?" + String.join("&", parts));
    }

    private static void put(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
