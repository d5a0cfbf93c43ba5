package dev.concierge.server.web;

import dev.concierge.server.identity.people.web.PeopleView;
import dev.concierge.server.identity.people.web.PeopleView.Choice;
import dev.concierge.server.identity.people.web.PeopleView.InviteForm;
import dev.concierge.server.identity.people.web.PeopleView.Invited;
import dev.concierge.server.identity.people.web.PeopleView.Row;
import dev.concierge.server.identity.people.web.PersonView;
import dev.concierge.server.identity.people.web.RolesView;
import dev.concierge.server.identity.web.InvitationView;
import dev.concierge.server.web.FreshProof.Asked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Administration of people, as administrators and managers see it. */
final class PeopleSamples {
    private static final String PEOPLE = "/admin/people";
    private static final Mark GOOGLE = new Mark("Google", "google");

    private final Samples samples;

    PeopleSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                people("people", List.of(), search("", false), rows(), false, "/admin/people?cursor=x"),
                people("people-found", List.of(), search(samples.foreign("tra"), true), rows(), false, null),
                people("people-alike", List.of(), search("fatma", true), rows().subList(0, 1), true, null),
                people("people-nobody", List.of(), search("zzz", true), List.of(), false, null),
                people(
                        "people-invited",
                        List.of(new Notice(
                                Tone.OK, "The invitation is on its way.", "Its link works once, for seven days.")),
                        search("", false),
                        rows(),
                        false,
                        null),
                new Sample(
                        "people-no-mail",
                        "people/people",
                        new PeopleView(
                                List.of(),
                                "1 account",
                                search("", false),
                                rows().subList(0, 1),
                                false,
                                null,
                                null,
                                null,
                                List.of(),
                                false),
                        samples.administering(PEOPLE)),
                invite("people-invite", "", Asked.NOTHING, null).opening("#invite summary"),
                invite(
                        "people-invite-refused",
                        "linh@",
                        Asked.CODE,
                        "Write one e-mail address, like anna@example.org."),
                person("person", forms(Asked.NOTHING, null, null), true),
                person("person-refused", forms(Asked.PASSWORD, "local-id", "Somebody else has this local id."), true),
                person("person-sign-in", forms(Asked.SIGN_IN_AGAIN, null, null), true),
                person(
                        "person-disabled",
                        new PersonView.Forms(roles(), "", false, true, true, null, Asked.NOTHING, null, null),
                        false),
                person(
                        "person-leaving",
                        new PersonView.Forms(roles(), "", true, true, true, null, Asked.NOTHING, null, null),
                        false),
                person(
                        "person-out-of-reach",
                        new PersonView.Forms(null, null, false, false, false, null, Asked.NOTHING, null, null),
                        false),
                new Sample("people-roles", "people/roles", RolesView.table(), samples.administering("/admin/roles")),
                invitation("invitation", "", null, null),
                invitation(
                        "invitation-refused",
                        samples.foreign("Linh Tran"),
                        "Write a name of one line, up to 100 characters.",
                        "Use at least 12 characters. A few words in a row are easy to keep."));
    }

    private Sample people(
            String name,
            List<Notice> notices,
            PeopleView.Search search,
            List<Row> rows,
            boolean alike,
            @Nullable String next) {
        return new Sample(
                name,
                "people/people",
                new PeopleView(
                        notices,
                        "About 1,000,000 accounts",
                        search,
                        rows,
                        alike,
                        next == null ? null : PEOPLE,
                        next,
                        new InviteForm("", roles(), Asked.NOTHING, null, false),
                        List.of(
                                new Invited(
                                        Samples.id(40),
                                        samples.foreign("new.person@meridian.example"),
                                        "User",
                                        Samples.in(60L * 24 * 6),
                                        true),
                                new Invited(
                                        Samples.id(41),
                                        "boss@meridian.example",
                                        "Administrator",
                                        Samples.in(60),
                                        false)),
                        true),
                samples.administering(PEOPLE));
    }

    private Sample invite(String name, String email, Asked proof, @Nullable String error) {
        return new Sample(
                name,
                "people/people",
                new PeopleView(
                        List.of(),
                        "12,480 accounts",
                        search("", false),
                        rows(),
                        false,
                        null,
                        null,
                        new InviteForm(email, roles(), proof, error, error != null),
                        List.of(),
                        true),
                samples.administering(PEOPLE));
    }

    private Sample invitation(String name, String typed, @Nullable String nameError, @Nullable String passwordError) {
        return new Sample(
                name,
                "identity/invitation",
                new InvitationView(
                        samples.foreign("linh.tran@meridian.example"), "user", typed, nameError, passwordError, 12),
                samples.outside("/link/invitation/x"));
    }

    private static PeopleView.Search search(String text, boolean any) {
        return new PeopleView.Search(
                text,
                roles(),
                List.of(new Choice("active", "Active", false), new Choice("disabled", "Disabled", false)),
                List.of(new Choice("password", "Password", false), new Choice("google", "Google", any)),
                List.of(new Choice("day", "Within a day", false), new Choice("never", "Never", false)),
                List.of(new Choice("none", "None", false), new Choice("passkey", "Passkey", any)),
                any);
    }

    private static List<Choice> roles() {
        return List.of(
                new Choice("guest", "Guest", false),
                new Choice("user", "User", true),
                new Choice("manager", "Manager", false),
                new Choice("admin", "Administrator", false));
    }

    private List<Row> rows() {
        Badge active = new Badge(Tone.OK, "Active");
        return List.of(
                new Row(
                        Samples.id(10),
                        samples.foreign("Linh Tran"),
                        samples.foreign("linh.tran@meridian.example"),
                        "User",
                        samples.foreign("VNW001"),
                        "Google",
                        Samples.ago(70),
                        active,
                        null),
                new Row(
                        Samples.id(11),
                        "Tomasz Strackiewicz",
                        "t.strackiewicz@meridian.example",
                        "Manager",
                        "PLK014",
                        "Password, Microsoft",
                        Samples.ago(60L * 30),
                        active,
                        null),
                new Row(
                        Samples.id(12),
                        "Petra Vlahović",
                        null,
                        "Guest",
                        null,
                        "GitHub",
                        Samples.ago(60L * 24 * 3),
                        new Badge(Tone.PLAIN, "Disabled"),
                        Samples.in(60L * 24 * 9)),
                new Row(
                        Samples.id(13),
                        "Owen Trask",
                        "owen.trask@meridian.example",
                        "User",
                        "GBL031",
                        "",
                        null,
                        new Badge(Tone.PLAIN, "Disabled"),
                        null));
    }

    private static PersonView.Forms forms(Asked proof, @Nullable String failed, @Nullable String error) {
        return new PersonView.Forms(roles(), "VNW001", true, false, true, "", proof, failed, error);
    }

    private Sample person(String name, PersonView.Forms forms, boolean full) {
        return new Sample(
                name,
                "people/person",
                new PersonView(
                        Samples.id(10),
                        samples.foreign("Linh Tran"),
                        full ? samples.foreign("linh.tran@meridian.example") : null,
                        full,
                        full ? new Badge(Tone.OK, "Active") : new Badge(Tone.PLAIN, "Disabled"),
                        name.equals("person-leaving") ? Samples.in(60L * 24 * 9) : null,
                        full ? "User" : "Guest",
                        full ? samples.foreign("VNW001") : null,
                        Samples.ago(60L * 24 * 400),
                        full ? Samples.ago(70) : null,
                        full
                                ? List.of(new Notice(
                                        Tone.OK, "The role was changed.", "It counts from their next click on."))
                                : List.of(),
                        full,
                        full
                                ? List.of(new PersonView.Way(
                                        GOOGLE,
                                        samples.foreign("linh@home.example"),
                                        Samples.ago(70),
                                        "joined after a fresh sign-in"))
                                : List.of(),
                        full
                                ? List.of(
                                        new PersonView.SecondFactor(
                                                samples.foreign("Phone"),
                                                false,
                                                Samples.ago(60L * 24 * 30),
                                                Samples.ago(70)),
                                        new PersonView.SecondFactor(
                                                samples.foreign("Laptop"),
                                                true,
                                                Samples.ago(60L * 24 * 3),
                                                Samples.ago(60L * 24)))
                                : List.of(),
                        full
                                ? List.of(new PersonView.Session(
                                        samples.foreign("Firefox on macOS"), "2001:db8:77:1::9", Samples.ago(3)))
                                : List.of(),
                        full
                                ? List.of(
                                        new PersonView.Key(
                                                samples.foreign("nightly report"), "ck_7hY2pQwR", Samples.ago(5), true),
                                        new PersonView.Key("old script", "ck_0aB1cD2e", null, false))
                                : List.of(),
                        full
                                ? List.of(new PersonView.Connected(
                                        GOOGLE, samples.foreign("work"), Samples.ago(60L * 24 * 40), Badge.connected()))
                                : List.of(),
                        full
                                ? List.of(
                                        new PersonView.Act(
                                                Samples.ago(2),
                                                "account.role",
                                                samples.foreign("Jonas Weber"),
                                                Samples.id(14),
                                                false,
                                                "guest → user"),
                                        new PersonView.Act(
                                                Samples.ago(9),
                                                "people.set_role",
                                                "Tomasz Strackiewicz",
                                                Samples.id(11),
                                                true,
                                                null),
                                        new PersonView.Act(
                                                Samples.ago(70), "session.start", "Themselves", null, false, null))
                                : List.of(),
                        full ? "/admin/people/x?cursor=y#acts" : null,
                        forms),
                samples.administering(PEOPLE));
    }
}
