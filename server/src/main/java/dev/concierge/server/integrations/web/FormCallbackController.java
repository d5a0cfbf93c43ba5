package dev.concierge.server.integrations.web;

import dev.concierge.server.authorization.CallbackForms;
import dev.concierge.server.catalog.Authorization.ResponseMode;
import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.ConnectFlow;
import dev.concierge.server.integrations.TripRefused;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Callbacks by POST, where the catalog says so. The POST comes from the provider's site without our cookies: it only puts the parameters away, and
 * sends the browser to a GET of ours, where the cookies are and the trip ends as any other.
 */
@Controller
class FormCallbackController {
    private final CallbackForms forms;
    private final ConnectFlow flow;
    private final Catalog catalog;
    private final BrowserCookie browsers;

    FormCallbackController(CallbackForms forms, ConnectFlow flow, Catalog catalog, BrowserCookie browsers) {
        this.forms = forms;
        this.flow = flow;
        this.catalog = catalog;
        this.browsers = browsers;
    }

    @PostMapping(
            path = {"/api/v1/oauth/{provider}/callback", "/api/oauth/{provider}/callback"},
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> callback(
            @PathVariable String provider,
            @RequestParam MultiValueMap<String, String> parameters,
            HttpServletRequest request) {
        Provider known = catalog.require(provider);
        if (known.authorization().responseMode() != ResponseMode.FORM_POST) {
            throw new ProblemException(ProblemType.NOT_FOUND, known.name() + " answers by address, not by form.");
        }
        String next = forms.keep(known.id(), parameters)
                .map(handle -> resume(request, handle))
                .orElseGet(() -> Landing.path(flow.unknown(known)));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, next)
                .build();
    }

    private static String resume(HttpServletRequest request, Secret handle) {
        return UriComponentsBuilder.fromPath(request.getRequestURI() + "/resume")
                .queryParam("handle", handle.reveal())
                .build()
                .toUriString();
    }

    @GetMapping({"/api/v1/oauth/{provider}/callback/resume", "/api/oauth/{provider}/callback/resume"})
    String resume(@PathVariable String provider, @RequestParam String handle, HttpServletRequest request) {
        Provider known = catalog.require(provider);
        try {
            var parameters = forms.take(known.id(), handle).orElseThrow(() -> flow.unknown(known));
            return Landing.of(
                    flow.complete(known.id(), parameters, browsers.find(request), CallbackController.person()));
        } catch (TripRefused refused) {
            return Landing.of(refused);
        }
    }
}
