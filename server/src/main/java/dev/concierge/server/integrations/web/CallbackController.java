package dev.concierge.server.integrations.web;

import dev.concierge.server.integrations.ConnectFlow;
import dev.concierge.server.integrations.TripRefused;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Where providers send people back. Whatever comes of it ends with a 303 to a clean path, so that no code or state stays in an address. */
@Controller
class CallbackController {
    private final ConnectFlow flow;
    private final BrowserCookie browsers;

    CallbackController(ConnectFlow flow, BrowserCookie browsers) {
        this.browsers = browsers;
        this.flow = flow;
    }

    @GetMapping({"/api/v1/oauth/{provider}/callback", "/api/oauth/{provider}/callback"})
    String callback(
            @PathVariable String provider,
            @RequestParam MultiValueMap<String, String> parameters,
            HttpServletRequest request) {
        try {
            return Landing.of(flow.complete(provider, parameters, browsers.find(request), person()));
        } catch (TripRefused refused) {
            return Landing.of(refused);
        }
    }

    /** Who is signed in in the browser that came back. */
    static Caller.@Nullable Person person() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller.Person person ? person : null;
    }
}
