package dev.concierge.server.identity.web;

import dev.concierge.server.identity.AddressProof;
import dev.concierge.server.identity.own.Exports;
import dev.concierge.server.identity.own.Profile;
import dev.concierge.server.identity.own.Profiles;
import dev.concierge.server.identity.own.TimeZones;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.DateForm;
import dev.concierge.server.web.Formatting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Gathers what {@code /profile} shows. */
@Component
@ConditionalOnWebApplication
class ProfileViews {
    /** What was sent and could not be taken. */
    record Refused(String name, String zone, String form, Profiles.Outcome.Unfit unfit) {}

    private final Profiles profiles;
    private final Exports exports;
    private final AddressProof proof;
    private final Clock clock;

    ProfileViews(Profiles profiles, Exports exports, AddressProof proof, Clock clock) {
        this.profiles = profiles;
        this.exports = exports;
        this.proof = proof;
        this.clock = clock;
    }

    ProfileView page(Caller.Person person, boolean saved, @Nullable Refused refused) {
        return page(person, saved, refused, null);
    }

    /** The page after a copy was asked for once too often, with a sentence that says so. */
    ProfileView noMoreExports(Caller.Person person, String sentence) {
        return page(person, false, null, sentence);
    }

    private ProfileView page(
            Caller.Person person, boolean saved, @Nullable Refused refused, @Nullable String exportError) {
        Profile profile = profiles.require(person.accountId());
        return new ProfileView(
                saved,
                form(profile, refused),
                profile.email(),
                profile.emailProved(),
                profile.role().title(),
                profile.localId(),
                profile.madeAt(),
                exports.of(person).orElse(null),
                exportError,
                proof.mailOffered() && profile.email() != null);
    }

    private ProfileView.Form form(Profile profile, @Nullable Refused refused) {
        Profiles.Outcome.Unfit unfit = refused == null ? new Profiles.Outcome.Unfit(null, null, null) : refused.unfit();
        String zone = refused == null ? profile.zone().getId() : refused.zone();
        String form = refused == null ? profile.form().word() : refused.form();
        return new ProfileView.Form(
                refused == null ? profile.name() : refused.name(),
                unfit.name(),
                regions(zone),
                unfit.zone(),
                Arrays.stream(DateForm.values())
                        .map(one -> new ProfileView.DateChoice(
                                one.word(),
                                new Formatting(clock.instant(), profile.zone(), one).exact(clock.instant()),
                                one.word().equals(form)))
                        .toList(),
                unfit.form());
    }

    /** In the order of their names, the world's clock first. */
    static List<ProfileView.Region> regions(String chosen) {
        Map<String, List<ProfileView.Zone>> regions = new LinkedHashMap<>();
        regions.put("World", new ArrayList<>());
        for (String id : TimeZones.names()) {
            int slash = id.indexOf('/');
            String region = slash < 0 ? "World" : id.substring(0, slash);
            String label = id.substring(slash + 1).replace('_', ' ').replace("/", ", ");
            regions.computeIfAbsent(region, _ -> new ArrayList<>())
                    .add(new ProfileView.Zone(id, label, id.equals(chosen)));
        }
        return regions.entrySet().stream()
                .map(region -> new ProfileView.Region(region.getKey(), region.getValue()))
                .toList();
    }
}
