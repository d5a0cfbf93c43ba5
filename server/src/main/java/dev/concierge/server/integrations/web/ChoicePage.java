package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.integrations.Choices;
import dev.concierge.server.integrations.WaitingChoice;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /integrations/choices/{id}}: tokens wait for the person's word. */
@Controller
@RequestMapping("/integrations/choices/{id}")
class ChoicePage {
    private final Choices choices;
    private final BrowserCookie browsers;

    ChoicePage(Choices choices, BrowserCookie browsers) {
        this.browsers = browsers;
        this.choices = choices;
    }

    @GetMapping
    ModelAndView show(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        WaitingChoice waiting = browser(request)
                .flatMap(known -> choices.look(person, known, id))
                .orElseThrow(ChoicePage::gone);
        return new ModelAndView("integrations/choice", "view", view(waiting));
    }

    @PostMapping
    String decide(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam String choice,
            @RequestParam(required = false) @Nullable String option,
            HttpServletRequest request) {
        Choices.Choice chosen = Arrays.stream(Choices.Choice.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(choice))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(ProblemType.INVALID_INPUT, "choice is replace, add, take or cancel.")
                                .with("field", "choice"));
        return choices.decide(
                        person,
                        browser(request).orElseThrow(ChoicePage::gone),
                        id,
                        new Choices.Decision(chosen, option))
                .map(Landing::of)
                .orElse("redirect:/integrations");
    }

    private Optional<BrowserId> browser(HttpServletRequest request) {
        return browsers.find(request);
    }

    private static ChoiceView view(WaitingChoice waiting) {
        List<IntegrationView.Scope> missing = waiting.withheld().stream()
                .map(scope -> new IntegrationView.Scope(
                        scope.name(), scope.title(), scope.description(), IntegrationView.Grant.WITHHELD))
                .toList();
        return new ChoiceView(
                waiting.id(),
                switch (waiting.kind()) {
                    case OTHER_ACCOUNT -> ChoiceView.Kind.OTHER_ACCOUNT;
                    case SHORTFALL -> ChoiceView.Kind.SHORTFALL;
                    case ONE_OF -> ChoiceView.Kind.ONE_OF;
                },
                Departure.mark(waiting.provider()),
                waiting.provider().noun(),
                many(waiting.provider()),
                waiting.label(),
                waiting.before(),
                waiting.now(),
                missing,
                waiting.options().stream()
                        .map(option ->
                                new ChoiceView.Option(option.id(), option.name(), option.note(), option.connected()))
                        .toList(),
                waiting.expiresAt());
    }

    private static String many(Provider provider) {
        return provider.choice() == null ? "" : provider.choice().many();
    }

    private static ProblemException gone() {
        return new ProblemException(
                ProblemType.FLOW_REFUSED,
                "This choice was made already, waited longer than 15 minutes, or was begun in another browser.");
    }
}
