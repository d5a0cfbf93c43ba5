package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.integrations.ConnectStart;
import dev.concierge.server.integrations.Departing;
import dev.concierge.server.integrations.DisconnectFlow;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.SyncedContent;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddresses;
import dev.concierge.server.web.Htmx;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
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

/** {@code /integrations/{id}}: everything about one connected account, and what can be done with it. */
@Controller
@RequestMapping("/integrations/{id:[0-9a-f-]{36}}")
class IntegrationPage {
    private final Integrations integrations;
    private final IntegrationViews views;
    private final ConnectStart start;
    private final DisconnectFlow disconnects;
    private final Optional<SyncedContent> content;
    private final Catalog catalog;
    private final BrowserCookie browsers;
    private final ClientAddresses addresses;

    IntegrationPage(
            Integrations integrations,
            IntegrationViews views,
            ConnectStart start,
            DisconnectFlow disconnects,
            Optional<SyncedContent> content,
            Catalog catalog,
            BrowserCookie browsers,
            ClientAddresses addresses) {
        this.browsers = browsers;
        this.addresses = addresses;
        this.integrations = integrations;
        this.views = views;
        this.start = start;
        this.disconnects = disconnects;
        this.content = content;
        this.catalog = catalog;
    }

    @GetMapping
    ModelAndView show(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String news,
            HttpServletRequest request) {
        IntegrationView view = views.of(person, integrations.require(person.accountId(), id), news, null);
        return new ModelAndView(
                Htmx.wantsPart(request) ? "integrations/integration-streams" : "integrations/integration",
                "view",
                view);
    }

    @PostMapping("/label")
    ModelAndView rename(Caller.Person person, @PathVariable UUID id, @RequestParam String label) {
        try {
            integrations.rename(person.accountId(), person.actor(), id, label);
            return new ModelAndView("redirect:/integrations/" + id + "?news=renamed");
        } catch (ProblemException refused) {
            if (refused.type() != ProblemType.INVALID_INPUT) {
                throw refused;
            }
            return new ModelAndView(
                    "integrations/integration",
                    "view",
                    views.of(person, integrations.require(person.accountId(), id), null, refused.detail()));
        }
    }

    @PostMapping("/reconnect")
    Object reconnect(
            Caller.Person person, @PathVariable UUID id, HttpServletRequest request, HttpServletResponse response) {
        Integration integration = integrations.requireLive(person.accountId(), id);
        return Departure.to(
                start.reconnect(person, departing(request, response), id),
                catalog.require(integration.provider()),
                request);
    }

    @PostMapping("/scopes")
    Object scopes(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(name = "scope", required = false) @Nullable List<String> scopes,
            HttpServletRequest request,
            HttpServletResponse response) {
        Integration integration = integrations.requireLive(person.accountId(), id);
        return Departure.to(
                start.scopes(person, departing(request, response), id, scopes == null ? List.of() : scopes),
                catalog.require(integration.provider()),
                request);
    }

    @PostMapping("/sync")
    ModelAndView sync(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        Integration integration = integrations.requireLive(person.accountId(), id);
        content.ifPresent(synced -> synced.syncNow(person.accountId(), id));
        if (Htmx.wantsPart(request)) {
            return new ModelAndView(
                    "integrations/integration-streams", "view", views.of(person, integration, null, null));
        }
        return new ModelAndView("redirect:/integrations/" + id + "?news=syncing");
    }

    @GetMapping("/disconnect")
    ModelAndView askDisconnect(Caller.Person person, @PathVariable UUID id) {
        return new ModelAndView(
                "integrations/disconnect",
                "view",
                views.disconnect(person, integrations.requireLive(person.accountId(), id)));
    }

    @PostMapping("/disconnect")
    ModelAndView disconnect(Caller.Person person, @PathVariable UUID id) {
        return new ModelAndView("redirect:/receipts/" + disconnects.disconnect(person.accountId(), person.actor(), id));
    }

    private Departing departing(HttpServletRequest request, HttpServletResponse response) {
        return new Departing(browsers.ensure(request, response), addresses.of(request));
    }
}
