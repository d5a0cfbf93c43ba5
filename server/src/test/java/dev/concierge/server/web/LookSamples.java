package dev.concierge.server.web;

import dev.concierge.server.look.web.LookView;
import dev.concierge.server.web.FreshProof.Asked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of the look, as administrators see it. */
final class LookSamples {
    private static final String LOOK = "/admin/look";

    private final Samples samples;

    LookSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                look("look", false, null, Asked.NOTHING, null, null),
                look("look-changed", true, null, Asked.CODE, null, null),
                look(
                        "look-preview",
                        true,
                        new LookView.Preview(samples.foreign("Front desk"), null),
                        Asked.NOTHING,
                        null,
                        null),
                look(
                        "look-refused",
                        true,
                        null,
                        Asked.PASSWORD,
                        "On light pages #ffcc00 is too weak: it reaches 1.2 to 1, and text needs 4.5 to 1. Choose a darker one.",
                        "An SVG can carry scripts and addresses, so it is not taken. Save the logo as PNG."));
    }

    private Sample look(
            String name,
            boolean changed,
            LookView.@Nullable Preview preview,
            Asked asked,
            @Nullable String error,
            @Nullable String logoError) {
        return new Sample(
                name,
                "look/look",
                new LookView(
                        changed && error == null && preview == null
                                ? List.of(new Notice(
                                        Tone.OK, "It is saved.", "Every page and mail looks so from now on."))
                                : List.of(),
                        3,
                        changed ? samples.foreign("Front desk") : "Concierge",
                        changed ? "#3a2a7a" : "",
                        changed ? "#b3a6f0" : "",
                        changed ? "help@corp.example" : "",
                        changed ? "/marks/concierge.svg" : null,
                        !changed,
                        preview,
                        asked,
                        error,
                        logoError),
                samples.administering(LOOK));
    }
}
