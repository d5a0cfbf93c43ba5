package dev.concierge.server.look.web;

import dev.concierge.server.identity.Visitors;
import dev.concierge.server.look.Colours;
import dev.concierge.server.look.Logo;
import dev.concierge.server.look.LookDesk;
import dev.concierge.server.look.LookDesk.Wanted;
import dev.concierge.server.look.StoredLook;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/look}: how this installation calls itself and looks, seen before it is saved. */
@Controller
class LookPages {
    static final String PAGE = "/admin/look";
    private static final String SAVED = "redirect:" + PAGE + "?news=saved";

    private final LookDesk desk;
    private final FreshProof proof;
    private final Visitors visitors;

    LookPages(LookDesk desk, FreshProof proof, Visitors visitors) {
        this.desk = desk;
        this.proof = proof;
        this.visitors = visitors;
    }

    @GetMapping(PAGE)
    ModelAndView show(Caller.Person person, @RequestParam(required = false) @Nullable String news) {
        StoredLook now = desk.show(person);
        return page(person, now, stored(now), null, null, null, notices(news));
    }

    /** The page as it would be with what was typed; changes nothing. */
    @PostMapping(PAGE + "/preview")
    ModelAndView preview(Caller.Person person, @ModelAttribute Wanted wanted, HttpServletResponse response) {
        StoredLook now = desk.show(person);
        return switch (LookDesk.check(wanted)) {
            case LookDesk.Checked.Unfit(String sentence) -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield page(person, now, wanted, null, sentence, null, List.of());
            }
            case LookDesk.Checked.Fit fit ->
                page(
                        person,
                        now,
                        wanted,
                        new LookView.Preview(
                                fit.name(),
                                fit.colours() == null ? null : fit.colours().sheet()),
                        null,
                        null,
                        List.of());
        };
    }

    @PostMapping(PAGE)
    ModelAndView save(
            Caller.Person person,
            @ModelAttribute Wanted wanted,
            @RequestParam(defaultValue = "-1") long version,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        String fault = proof.fault(person, password, request, response);
        return fault == null
                ? answer(person, wanted, desk.save(person, version, wanted, visitors.of(request)), false, response)
                : refused(person, wanted, fault, false, response);
    }

    @PostMapping(PAGE + "/logo")
    ModelAndView saveLogo(
            Caller.Person person,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        desk.admit(person);
        String fault = proof.fault(person, password, request, response);
        if (fault == null && (file == null || file.isEmpty())) {
            fault = "Choose a file first.";
        }
        if (fault != null || file == null) {
            return refused(person, null, Objects.requireNonNullElse(fault, ""), true, response);
        }
        try (InputStream bytes = file.getInputStream()) {
            byte[] read = bytes.readNBytes(Logo.MOST_BYTES + 1);
            return answer(person, null, desk.saveLogo(person, read, visitors.of(request)), true, response);
        }
    }

    @PostMapping(PAGE + "/logo/remove")
    ModelAndView removeLogo(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        String fault = proof.fault(person, password, request, response);
        return fault == null
                ? answer(person, null, desk.removeLogo(person, visitors.of(request)), true, response)
                : refused(person, null, fault, true, response);
    }

    @PostMapping(PAGE + "/reset")
    ModelAndView reset(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person);
        String fault = proof.fault(person, password, request, response);
        return fault == null
                ? answer(person, null, desk.reset(person, visitors.of(request)), false, response)
                : refused(person, null, fault, false, response);
    }

    private ModelAndView answer(
            Caller.Person person,
            @Nullable Wanted wanted,
            LookDesk.Outcome outcome,
            boolean logo,
            HttpServletResponse response) {
        return switch (outcome) {
            case LookDesk.Outcome.Done _ -> new ModelAndView(SAVED);
            case LookDesk.Outcome.Unfit(String sentence) -> refused(person, wanted, sentence, logo, response);
            case LookDesk.Outcome.Overtaken _ -> {
                response.setStatus(HttpStatus.CONFLICT.value());
                StoredLook now = desk.show(person);
                yield page(
                        person,
                        now,
                        stored(now),
                        null,
                        "Somebody changed it meanwhile. This is how it is now; nothing of yours was saved.",
                        null,
                        List.of());
            }
        };
    }

    private ModelAndView refused(
            Caller.Person person,
            @Nullable Wanted wanted,
            String sentence,
            boolean logo,
            HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        StoredLook now = desk.show(person);
        return page(
                person,
                now,
                wanted == null ? stored(now) : wanted,
                null,
                logo ? null : sentence,
                logo ? sentence : null,
                List.of());
    }

    private ModelAndView page(
            Caller.Person person,
            StoredLook now,
            Wanted shown,
            LookView.@Nullable Preview preview,
            @Nullable String error,
            @Nullable String logoError,
            List<Notice> notices) {
        Logo logo = now.logo();
        LookView view = new LookView(
                notices,
                now.version(),
                Objects.requireNonNullElse(shown.name(), ""),
                Objects.requireNonNullElse(shown.colour(), ""),
                Objects.requireNonNullElse(shown.darkColour(), ""),
                Objects.requireNonNullElse(shown.support(), ""),
                logo == null ? null : logo.path(),
                now.usual(),
                preview,
                proof.asked(person),
                error,
                logoError);
        return new ModelAndView("look/look", "view", view);
    }

    private static Wanted stored(StoredLook now) {
        Colours colours = now.colours();
        return new Wanted(
                now.name(),
                colours == null ? null : colours.light().text(),
                colours == null ? null : colours.dark().text(),
                now.support());
    }

    private static List<Notice> notices(@Nullable String news) {
        return "saved".equals(news)
                ? List.of(new Notice(Tone.OK, "It is saved.", "Every page and mail looks so from now on."))
                : List.of();
    }
}
