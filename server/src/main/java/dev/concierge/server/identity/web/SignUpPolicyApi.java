package dev.concierge.server.identity.web;

import dev.concierge.server.identity.SignUpDesk;
import dev.concierge.server.identity.SignUpRule;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/admin/sign-up}: who may make an account, for signed-in administrators. */
@RestController
@RequestMapping(path = "/api/v1/admin/sign-up", produces = "application/json")
class SignUpPolicyApi {
    /**
     * The rule.
     *
     * @param version to be sent along with a change
     * @param policy {@code open}, {@code invite} or {@code closed}
     * @param domains where {@code open} is narrowed to; empty for any
     * @param kept whether it was decided here; else it is the environment's
     */
    record Shown(long version, String policy, List<String> domains, boolean kept) {
        static Shown of(SignUpRule rule) {
            return new Shown(
                    rule.version(),
                    SignUpPolicyPages.word(rule),
                    rule.domains().stream().sorted().toList(),
                    rule.kept());
        }
    }

    /**
     * Another rule.
     *
     * @param version of the rule that is changed
     * @param domains absent for any
     * @param password needed when the last proof is more than ten minutes old
     */
    record Change(
            @Nullable Long version,
            @Nullable String policy,
            @Nullable List<String> domains,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Change[" + policy + "]";
        }
    }

    private final SignUpDesk desk;
    private final FreshProof proof;
    private final Visitors visitors;

    SignUpPolicyApi(SignUpDesk desk, FreshProof proof, Visitors visitors) {
        this.desk = desk;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping
    Shown showSignUp(Caller.Person person) {
        return Shown.of(desk.show(person));
    }

    @PutMapping
    Shown changeSignUp(
            Caller.Person person,
            @RequestBody Change change,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        if (change.version() == null) {
            throw new ProblemException(ProblemType.INVALID_INPUT, "version is the one that was shown.");
        }
        proof.require(person, change.password(), request, response);
        String domains = change.domains() == null ? null : String.join(" ", change.domains());
        return answer(desk.save(person, change.version(), change.policy(), domains, visitors.of(request)));
    }

    /** Back to what the environment says. */
    @DeleteMapping
    Shown resetSignUp(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        desk.admit(person);
        proof.require(person, null, request, response);
        return answer(desk.reset(person, visitors.of(request)));
    }

    private static Shown answer(SignUpDesk.Outcome outcome) {
        return switch (outcome) {
            case SignUpDesk.Outcome.Done(SignUpRule rule) -> Shown.of(rule);
            case SignUpDesk.Outcome.Unfit(String sentence) ->
                throw new ProblemException(ProblemType.INVALID_INPUT, sentence);
            case SignUpDesk.Outcome.Overtaken _ ->
                throw new ProblemException(
                        ProblemType.CONFLICT, "Somebody changed it meanwhile. Look at it again first.");
        };
    }
}
