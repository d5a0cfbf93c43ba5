package dev.concierge.server.dashboard.web;

import dev.concierge.server.integrations.Integration;
import dev.concierge.server.integrations.IntegrationState;
import dev.concierge.server.integrations.Integrations;
import dev.concierge.server.sync.SyncRequests;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /dashboard/analytics}: what is in step, what is not, and why; and "Sync now". */
@Controller
@RequestMapping(AnalyticsPage.PAGE)
class AnalyticsPage implements MenuContributor {
    static final String PAGE = "/dashboard/analytics";

    private final AnalyticsViews views;
    private final ChartsViews charts;
    private final Integrations integrations;
    private final SyncRequests requests;

    AnalyticsPage(AnalyticsViews views, ChartsViews charts, Integrations integrations, SyncRequests requests) {
        this.views = views;
        this.charts = charts;
        this.integrations = integrations;
        this.requests = requests;
    }

    @GetMapping
    ModelAndView show(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String open,
            @RequestParam(required = false) @Nullable String news,
            HttpServletRequest request) {
        return Htmx.wantsPart(request)
                ? part(views.part(person, open, null))
                : new ModelAndView("dashboard/analytics", "view", views.page(person, open, News.of(news)));
    }

    /** The charts alone, for the page that looks again. */
    @GetMapping("/charts")
    ModelAndView charts(Caller.Person person, HttpServletRequest request) {
        return Htmx.wantsPart(request)
                ? new ModelAndView("dashboard/charts", "view", charts.of(person))
                : new ModelAndView("redirect:" + PAGE);
    }

    @PostMapping("/sync")
    ModelAndView syncAll(Caller.Person person, HttpServletRequest request) {
        News news = requests.all(person.accountId(), person.actor()).isEmpty() ? News.NOTHING : News.SYNCING;
        return done(person, null, news, request);
    }

    @PostMapping("/sync/{id:[0-9a-f-]{36}}")
    ModelAndView sync(Caller.Person person, @PathVariable UUID id, HttpServletRequest request) {
        Integration integration = integrations.requireLive(person.accountId(), id);
        return done(person, integration.provider(), ask(person, integration), request);
    }

    private News ask(Caller.Person person, Integration integration) {
        if (integration.state() != IntegrationState.ACTIVE) {
            return News.STANDS_STILL;
        }
        return requests.one(person.accountId(), person.actor(), integration.id())
                        .isEmpty()
                ? News.NOTHING
                : News.SYNCING;
    }

    private ModelAndView done(Caller.Person person, @Nullable String open, News news, HttpServletRequest request) {
        if (Htmx.wantsPart(request)) {
            return part(views.part(person, open, news.notice()));
        }
        return new ModelAndView("redirect:" + PAGE + "?news=" + news.word() + (open == null ? "" : "&open=" + open));
    }

    private static ModelAndView part(AnalyticsView view) {
        return new ModelAndView("dashboard/analytics-live", "view", view);
    }

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return List.of(new MenuEntry(300, PAGE, "Sync", "chart", MenuEntry.Place.BAR));
    }

    /** What asking for a sync came to. The address carries its word, never text. */
    private enum News {
        SYNCING(Tone.INFO, "The sync has begun.", "This page shows what it brings."),
        NOTHING(Tone.INFO, "There is nothing to sync now.", "Every stream rests, or was not allowed."),
        STANDS_STILL(Tone.WARN, "This account stands still.", "What stands beside it says what it waits for.");

        private final Tone tone;
        private final String lead;
        private final String text;

        News(Tone tone, String lead, String text) {
            this.tone = tone;
            this.lead = lead;
            this.text = text;
        }

        Notice notice() {
            return new Notice(tone, lead, text);
        }

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** Null for a word that is none of ours. */
        static @Nullable Notice of(@Nullable String word) {
            for (News news : values()) {
                if (news.word().equals(word)) {
                    return news.notice();
                }
            }
            return null;
        }
    }
}
