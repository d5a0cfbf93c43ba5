package dev.concierge.server.identity.web;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.identity.own.Export;
import dev.concierge.server.identity.own.Exports;
import dev.concierge.server.identity.own.Profiles;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

/** {@code /profile}: who somebody is here, how times are written for them, and a copy of their data. Asking for one and saving it want a fresh proof. */
@Controller
class ProfilePages {
    static final String PAGE = "/profile";

    private final Profiles profiles;
    private final ProfileViews views;
    private final Exports exports;
    private final Confirmations confirmations;
    private final Visitors visitors;

    ProfilePages(
            Profiles profiles, ProfileViews views, Exports exports, Confirmations confirmations, Visitors visitors) {
        this.profiles = profiles;
        this.views = views;
        this.exports = exports;
        this.confirmations = confirmations;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView page(Caller.Person person, @RequestParam(required = false) @Nullable String saved) {
        return page(views.page(person, saved != null, null));
    }

    @PostMapping(PAGE)
    ModelAndView save(
            Caller.Person person,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String timeZone,
            @RequestParam(defaultValue = "") String dateForm,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (profiles.save(person, name, timeZone, dateForm, visitors.of(request))) {
            case Profiles.Outcome.Saved _ -> new ModelAndView(new Redirect(PAGE + "?saved"));
            case Profiles.Outcome.Unfit unfit -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page(views.page(person, false, new ProfileViews.Refused(name, timeZone, dateForm, unfit)));
            }
        };
    }

    @PostMapping(PAGE + "/export")
    ModelAndView export(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Get a copy of my data", PAGE + "/export", PAGE),
                person,
                password,
                request,
                response,
                () -> asked(person, request, response));
    }

    private ModelAndView asked(Caller.Person person, HttpServletRequest request, HttpServletResponse response) {
        try {
            exports.ask(person, visitors.of(request));
            return new ModelAndView(new Redirect(PAGE + "#data"));
        } catch (ProblemException e) {
            Duration wait = e.retryAfter();
            if (e.type() != ProblemType.TOO_MANY_REQUESTS || wait == null) {
                throw e;
            }
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Waits.seconds(wait)));
            return page(views.noMoreExports(person, e.detail() + " Ask again " + Waits.words(wait) + "."));
        }
    }

    /** Answers with the file itself. */
    @PostMapping(PAGE + "/export/{id}/download")
    ModelAndView download(
            Caller.Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        return confirmations.sure(
                new Confirmation.Act("Save my data", PAGE + "/export/" + id + "/download", PAGE),
                person,
                password,
                request,
                response,
                () -> new ModelAndView(new Download(person, exports.take(person, id, visitors.of(request)))));
    }

    /** The archive, a piece in memory at a time. */
    private final class Download implements View {
        private final Caller.Person person;
        private final Export export;

        Download(Caller.Person person, Export export) {
            this.person = person;
            this.export = export;
        }

        @Override
        public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            ExportDownload.head(export, response);
            exports.copy(person, export, response.getOutputStream());
        }
    }

    private static ModelAndView page(ProfileView view) {
        return new ModelAndView("identity/profile", "view", view);
    }
}
