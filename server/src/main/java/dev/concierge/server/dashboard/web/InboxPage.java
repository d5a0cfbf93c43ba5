package dev.concierge.server.dashboard.web;

import dev.concierge.server.sync.Found;
import dev.concierge.server.sync.RecordSearch;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.MenuContributor;
import dev.concierge.server.web.MenuEntry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /dashboard/inbox}: what came in, over all providers, and a search over everything that is kept. */
@Controller
class InboxPage implements MenuContributor {
    static final String PAGE = "/dashboard/inbox";
    private static final int SHOWN = 30;

    /** As the database orders ids: by their bytes, which Java's own order of them is not. */
    private static final Comparator<Found> NEWEST_FIRST = Comparator.comparing(Found::happenedAt)
            .thenComparing(found -> found.id().toString())
            .reversed();

    private final RecordSearch search;
    private final AccountNames names;

    InboxPage(RecordSearch search, AccountNames names) {
        this.search = search;
        this.names = names;
    }

    @GetMapping(PAGE)
    ModelAndView show(
            Caller.Person person,
            @RequestParam(name = "show", defaultValue = "") String shelf,
            @RequestParam(name = "q", defaultValue = "") String words,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String before,
            HttpServletRequest request) {
        return new ModelAndView(
                Htmx.wantsPart(request) ? "dashboard/inbox-list" : "dashboard/inbox",
                "view",
                view(person, InboxQuery.of(shelf, words, account), PagePlace.of(before)));
    }

    private InboxView view(Caller.Person person, InboxQuery query, @Nullable PagePlace before) {
        List<Found> found = find(person.accountId(), query, before);
        List<Found> shown = found.subList(0, Math.min(SHOWN, found.size()));
        AccountNames.Of known = names.of(person.accountId());
        return new InboxView(
                query,
                known.all().stream()
                        .map(name -> new InboxView.Account(name.id(), name.label()))
                        .toList(),
                shown.stream().map(one -> item(one, known)).toList(),
                query.address(before == null ? "" : before.text()),
                before == null ? null : query.address(""),
                found.size() <= SHOWN
                        ? null
                        : query.address(place(shown.getLast()).text()));
    }

    /** Each kind has its own index, so each is asked for its newest. */
    private List<Found> find(UUID accountId, InboxQuery query, @Nullable PagePlace before) {
        Found.Position position = before == null ? null : new Found.Position(before.at(), before.id());
        List<String> kinds = query.shelf().kinds();
        Stream<RecordSearch.Question> questions = kinds.isEmpty()
                ? Stream.of(new RecordSearch.Question(query.words(), null, query.integrationId()))
                : kinds.stream().map(kind -> new RecordSearch.Question(query.words(), kind, query.integrationId()));
        return questions
                .flatMap(question -> search.find(accountId, question, position, SHOWN + 1).stream())
                .sorted(NEWEST_FIRST)
                .limit(SHOWN + 1)
                .toList();
    }

    private static PagePlace place(Found last) {
        return new PagePlace(last.happenedAt(), last.id());
    }

    private static InboxView.Item item(Found found, AccountNames.Of names) {
        AccountNames.Name name = names.of(found.integrationId());
        return new InboxView.Item(
                name.mark(),
                capital(found.kind()),
                found.title(),
                found.people().isEmpty() ? "" : found.people().getFirst(),
                name.label(),
                found.happenedAt(),
                found.link());
    }

    /** "Message". */
    private static String capital(String kind) {
        return kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    }

    @Override
    public List<MenuEntry> entriesFor(Caller.Person person) {
        return List.of(new MenuEntry(500, PAGE, "Inbox", "mail", MenuEntry.Place.MORE));
    }
}
