package dev.concierge.server.web;

import dev.concierge.server.identity.web.SignUpPolicyView;
import dev.concierge.server.web.FreshProof.Asked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The page of the sign-up policy, as administrators see it. */
final class SignUpPolicySamples {
    private final Samples samples;

    SignUpPolicySamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                page("sign-up-policy", "invite", "", false, Asked.NOTHING, null),
                page("sign-up-policy-kept", "open", "corp.example, example.org", true, Asked.CODE, null),
                page(
                        "sign-up-policy-refused",
                        "open",
                        "@corp.example",
                        true,
                        Asked.PASSWORD,
                        "Write domains like example.org, up to 50, without @ or wildcards."));
    }

    private Sample page(String name, String policy, String domains, boolean kept, Asked asked, @Nullable String error) {
        return new Sample(
                name,
                "identity/sign-up-policy",
                new SignUpPolicyView(
                        kept && error == null
                                ? List.of(new Notice(
                                        Tone.OK, "It is saved.", "It counts from the next sign-up on, on every node."))
                                : List.of(),
                        3,
                        policy,
                        domains,
                        kept,
                        asked,
                        error),
                samples.administering("/admin/sign-up"));
    }
}
