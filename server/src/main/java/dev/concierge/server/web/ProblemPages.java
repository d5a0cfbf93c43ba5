package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The pages that the {@code type} of a problem points to. Public, because whoever reads a problem may follow it. */
@Controller
final class ProblemPages {
    @GetMapping("/problems")
    ModelAndView all() {
        return page(List.of(ProblemType.values()), null);
    }

    @GetMapping("/problems/{slug}")
    ModelAndView one(@PathVariable String slug) {
        ProblemType type = Arrays.stream(ProblemType.values())
                .filter(candidate -> candidate.slug().equals(slug))
                .findAny()
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no problem of that name."));
        return page(List.of(type), type.title());
    }

    private static ModelAndView page(List<ProblemType> types, @Nullable String title) {
        List<ProblemsView.Entry> entries = types.stream()
                .map(type -> new ProblemsView.Entry(type.slug(), type.status(), type.title(), type.explanation()))
                .toList();
        return new ModelAndView("web/problems", "view", new ProblemsView(title, entries));
    }
}
