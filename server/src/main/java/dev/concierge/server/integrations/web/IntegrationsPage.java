package dev.concierge.server.integrations.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.Registrations;
import dev.concierge.server.integrations.ConnectStart;
import dev.concierge.server.integrations.Departing;
import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.integrations.Standing;
import dev.concierge.server.integrations.Standings;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ClientAddresses;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /integrations}: what is connected, and what else can be. */
@Controller
class IntegrationsPage implements MenuContributor {
    private static final String DENIED = "denied-";

    private final Integrations integrations;
    private final Standings standings;
    private final ConnectStart start;
    private final Catalog catalog;
    private final Registrations registrations;
    private final BrowserCookie browsers;
    private final ClientAddresses addresses;

    IntegrationsPage(
            Integrations integrations,
            Standings standings,
            ConnectStart start,
            Catalog catalog,
            Registrations registrations,
            BrowserCookie browsers,
            ClientAddresses addresses) {
        this.browsers = browsers;
        this.addresses = addresses;
        this.integrations = integrations;
        this.standings = standings;
        this.start = start;
        this.catalog = catalog;
        this.registrations = registrations;
    }

    @GetMapping("/integrations")
    ModelAndView show(
            Caller.Person person, @RequestParam(required = false) @Nullable String news, HttpServletRequest request) {
        List<Standing> standing = standings.live(person.accountId());
        List<Integration> live = standing.stream().map(Standing::integration).toList();
        IntegrationsView view = new IntegrationsView(
                notice(news).stream().toList(),
                standing.stream().map(AccountRows::row).toList(),
                catalog.all().stream().map(provider -> card(provider, live)).toList());
        return new ModelAndView(
                Htmx.wantsPart(request) ? "integrations/integrations-accounts" : "integrations/integrations",
                "view",
                view);
    }

    @PostMapping("/integrations/{provider}/connect")
    Object connect(
            Caller.Person person,
            @PathVariable String provider,
            @RequestParam(name = "scope", required = false) @Nullable List<String> scopes,
            HttpServletRequest request,
            HttpServletResponse response) {
        Provider known = catalog.require(provider);
        return Departure.to(
                start.connect(person, departing(request, response), provider, scopes == null ? List.of() : scopes),
                known,
                request);
    }

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        long attention = integrations.live(person.accountId()).stream()
                .filter(integration ->
                        integration.state() == dev.concierge.server.integrations.IntegrationState.NEEDS_RECONNECT)
                .count();
        return List.of(new MenuEntry(200, "/integrations", "Integrations", "keys", MenuEntry.Place.BAR, attention));
    }

    private IntegrationsView.Provider card(Provider provider, List<Integration> live) {
        long connected = live.stream()
                .filter(integration -> integration.provider().equals(provider.id()))
                .count();
        boolean available = registrations.find(provider.id()).isPresent();
        String text = available
                ? provider.connectScopes().stream()
                        .flatMap(scope -> provider.scope(scope).stream())
                        .filter(scope -> scope.scopeClass() != dev.concierge.server.catalog.ScopeClass.IDENTITY)
                        .map(Provider.Scope::title)
                        .collect(java.util.stream.Collectors.joining(". ", "", "."))
                : "Your administrator has not set this up yet.";
        Badge badge = connected > 0 ? Badge.connected(connected) : available ? Badge.notConnected() : Badge.notSetUp();
        return new IntegrationsView.Provider(
                provider.id(), Departure.mark(provider), text, connected, badge, available);
    }

    private Optional<Notice> notice(@Nullable String news) {
        if (news == null || !news.startsWith(DENIED)) {
            return Optional.empty();
        }
        return catalog.find(news.substring(DENIED.length()))
                .map(provider -> new Notice(
                        Tone.INFO,
                        "You said no at " + provider.name() + ".",
                        "Nothing was connected. You can begin again whenever you like."));
    }

    private Departing departing(HttpServletRequest request, HttpServletResponse response) {
        return new Departing(browsers.ensure(request, response), addresses.of(request));
    }
}
