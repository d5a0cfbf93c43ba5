package dev.concierge.server.identity.web;

import dev.concierge.server.identity.SignUpDesk;
import dev.concierge.server.identity.SignUpRule;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/sign-up}: who may make an account. */
@Controller
class SignUpPolicyPages {
    static final String PAGE = "/admin/sign-up";

    private final SignUpDesk desk;
    private final FreshProof proof;
    private final Visitors visitors;

    SignUpPolicyPages(SignUpDesk desk, FreshProof proof, Visitors visitors) {
        this.desk = desk;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView show(Caller.Person person, @RequestParam(required = false) @Nullable String news) {
        List<Notice> notices = "saved".equals(news)
                ? List.of(new Notice(Tone.OK, "It is saved.", "It counts from the next sign-up on, on every node."))
                : List.of();
        return page(person, desk.show(person), notices, null);
    }

    @PostMapping(PAGE)
    ModelAndView save(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String policy,
            @RequestParam(required = false) @Nullable String domains,
            @RequestParam(defaultValue = "-1") long version,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        String fault = proof.fault(person, password, request, response);
        SignUpDesk.Outcome outcome = fault == null
                ? desk.save(person, version, policy, domains, visitors.of(request))
                : new SignUpDesk.Outcome.Unfit(fault);
        return answer(person, outcome, policy, domains, response);
    }

    @PostMapping(PAGE + "/reset")
    ModelAndView reset(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        String fault = proof.fault(person, password, request, response);
        SignUpDesk.Outcome outcome =
                fault == null ? desk.reset(person, visitors.of(request)) : new SignUpDesk.Outcome.Unfit(fault);
        return answer(person, outcome, null, null, response);
    }

    private ModelAndView answer(
            Caller.Person person,
            SignUpDesk.Outcome outcome,
            @Nullable String policy,
            @Nullable String domains,
            HttpServletResponse response) {
        return switch (outcome) {
            case SignUpDesk.Outcome.Done _ -> new ModelAndView("redirect:" + PAGE + "?news=saved");
            case SignUpDesk.Outcome.Unfit(String sentence) -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                SignUpRule now = desk.show(person);
                yield page(
                        person,
                        now,
                        Objects.requireNonNullElse(policy, word(now)),
                        Objects.requireNonNullElse(domains, domains(now)),
                        List.of(),
                        sentence);
            }
            case SignUpDesk.Outcome.Overtaken(SignUpRule now) -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                yield page(
                        person,
                        now,
                        List.of(),
                        "Somebody changed it meanwhile. This is how it is now; nothing of yours was saved.");
            }
        };
    }

    private ModelAndView page(Caller.Person person, SignUpRule now, List<Notice> notices, @Nullable String error) {
        return page(person, now, word(now), domains(now), notices, error);
    }

    private ModelAndView page(
            Caller.Person person,
            SignUpRule now,
            String policy,
            String domains,
            List<Notice> notices,
            @Nullable String error) {
        SignUpPolicyView view =
                new SignUpPolicyView(notices, now.version(), policy, domains, now.kept(), proof.asked(person), error);
        return new ModelAndView("identity/sign-up-policy", "view", view);
    }

    static String word(SignUpRule rule) {
        return rule.policy().name().toLowerCase(Locale.ROOT);
    }

    private static String domains(SignUpRule rule) {
        return String.join(", ", new TreeSet<>(rule.domains()));
    }
}
