package dev.concierge.probe;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** Does what goes wrong in controllers. */
@Controller
public class ProbeController {
    /** What a careless exception carries. */
    public static final String SECRET = "select token from grants /srv/concierge ck_canary";

    /** A body. */
    public record Body(String name, int days, List<String> scopes) {}

    @PostMapping(
            path = "/api/v1/probe/body",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Body body(@RequestBody Body body) {
        return body;
    }

    @GetMapping("/api/v1/probe/items/{id}")
    @ResponseBody
    String item(@PathVariable UUID id, @RequestParam int page) {
        return id + " " + page;
    }

    @GetMapping("/api/v1/probe/caller")
    @ResponseBody
    String caller(Caller.Key key) {
        return key.name();
    }

    @GetMapping("/api/v1/probe/refused")
    void refused() {
        throw new ProblemException(ProblemType.PROVIDER_UNAVAILABLE, "Notion does not answer.")
                .with("providerError", "temporarily_unavailable")
                .with("status", 200)
                .retryAfter(Duration.ofMillis(1500));
    }

    @GetMapping("/api/v1/probe/broken")
    void broken() {
        throw new IllegalStateException(SECRET, new RuntimeException(SECRET));
    }

    @GetMapping("/api/v1/probe/error")
    void error() {
        throw new StackOverflowError(SECRET);
    }

    @GetMapping("/api/v1/probe/database")
    void database() {
        throw new DataAccessResourceFailureException(SECRET);
    }

    @GetMapping("/probe/no-template")
    ModelAndView noTemplate() {
        return new ModelAndView("probe/none", "view", "x");
    }

    @PostMapping("/probe/redirect")
    String redirect() {
        return "redirect:/integrations?done=1";
    }

    @PostMapping("/probe/elsewhere")
    String elsewhere() {
        return "redirect://evil.example/";
    }
}
