package dev.concierge.server.vault.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.vault.keys.KeyDesk;
import dev.concierge.server.vault.keys.KeyStatus;
import dev.concierge.server.vault.keys.RotateOutcome;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.Confirmation;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Htmx;
import dev.concierge.server.web.Notice;
import dev.concierge.server.web.Tone;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** {@code /admin/keys}: the data keys and their rotation. For administrators; the desk asks for the role. */
@Controller
class AdminKeysPage {
    static final String PAGE = "/admin/keys";

    private static final String CHANGED = "redirect:" + PAGE;

    private final KeyDesk desk;
    private final FreshProof proof;
    private final Confirmation confirmation;

    AdminKeysPage(KeyDesk desk, FreshProof proof, Confirmation confirmation) {
        this.desk = desk;
        this.proof = proof;
        this.confirmation = confirmation;
    }

    @GetMapping(PAGE)
    ModelAndView show(Caller.Person person, HttpServletRequest request) {
        KeyStatus status = desk.status(person);
        if (Htmx.wantsPart(request)) {
            return new ModelAndView("vault/keys-rotation", "view", AdminKeysViews.progress(status));
        }
        return page(status, List.of(), proof.asked(person), null);
    }

    /** A box is ticked and, ten minutes after the last proof, another given: every stored token is touched by it. */
    @PostMapping(PAGE + "/rotate")
    ModelAndView rotate(
            Caller.Person person,
            @RequestParam(defaultValue = "false") boolean sure,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        KeyStatus before = desk.status(person);
        String unproved = proof.fault(person, password, request, response);
        String error = sure ? unproved : "Tick the box to make a new key.";
        if (error != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(before, List.of(), proof.asked(person), error);
        }
        return switch (desk.rotate(person)) {
            case RotateOutcome.Started _ -> new ModelAndView(CHANGED);
            case RotateOutcome.StillOpen _ -> refused(person, response, AdminKeysViews.stillOpen());
            case RotateOutcome.NodesBehind(long nodes) -> refused(person, response, AdminKeysViews.behind(nodes));
            case RotateOutcome.Overtaken _ -> refused(person, response, AdminKeysViews.overtaken());
            case RotateOutcome.WrappedOtherwise _ -> refused(person, response, AdminKeysViews.wrappedOtherwise());
            case RotateOutcome.StoreRefused(String sentence) ->
                refused(person, response, AdminKeysViews.storeRefused(sentence));
        };
    }

    /** Keeps an old key in use, which somebody may have: a fresh proof is asked for. */
    @PostMapping(PAGE + "/pause")
    ModelAndView pause(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "keys.pause");
        return confirmation.sure(
                new Confirmation.Act("Pause the rotation", PAGE + "/pause", PAGE),
                person,
                password,
                request,
                response,
                () -> moved(desk.pause(person), "No rotation runs at this moment."));
    }

    @PostMapping(PAGE + "/resume")
    ModelAndView resume(
            Caller.Person person,
            @RequestParam(required = false) @Nullable String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        desk.admit(person, "keys.resume");
        return confirmation.sure(
                new Confirmation.Act("Go on with the rotation", PAGE + "/resume", PAGE),
                person,
                password,
                request,
                response,
                () -> moved(desk.resume(person), "No rotation is paused at this moment."));
    }

    private static ModelAndView moved(boolean moved, String otherwise) {
        if (!moved) {
            throw new ProblemException(ProblemType.CONFLICT, otherwise);
        }
        return new ModelAndView(CHANGED);
    }

    private ModelAndView refused(Caller.Person person, HttpServletResponse response, Notice why) {
        response.setStatus(HttpStatus.CONFLICT.value());
        return page(desk.status(person), List.of(why), proof.asked(person), null);
    }

    private static ModelAndView page(
            KeyStatus status, List<Notice> notices, FreshProof.Asked asked, @Nullable String error) {
        return new ModelAndView("vault/keys", "view", AdminKeysViews.page(status, notices, asked, error));
    }

    /** What went wrong for an administrator's eyes. */
    static Notice warning(String lead, String text) {
        return new Notice(Tone.WARN, lead, text);
    }
}
