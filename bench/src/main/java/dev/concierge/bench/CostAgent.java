package dev.concierge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Gives the server that is measured what it must not have: switches for its protections. It changes classes while they are loaded, in that one process;
 * the program on the disk is the one that is delivered, and has no switch.
 */
public final class CostAgent implements ClassFileTransformer {
    private CostAgent() {}

    /** @param port where {@link CostSwitch} listens */
    public static void premain(String port, Instrumentation instrumentation) throws IOException {
        instrumentation.addTransformer(new CostAgent());
        CostSwitch.listen(Integer.parseInt(port));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        Optional<CostPart> part = name == null || loader == null ? Optional.empty() : CostPart.within(name);
        if (part.isEmpty() || name == null || loader == null) {
            return null;
        }
        ClassHierarchyResolver hierarchy =
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
        return format.transformClass(
                format.parse(bytes),
                ClassTransform.transformingMethods(
                        method -> isCut(part.get(), name, method),
                        MethodTransform.transformingCode(new Cut(part.get()))));
    }

    private static boolean isCut(CostPart part, String name, MethodModel method) {
        boolean cut = part.cuts(name, method.methodName().stringValue());
        if (cut) {
            CostSwitch.found();
        }
        return cut;
    }

    /** {@code if (CostSwitch.isOff(part)) return;} before everything else. */
    private record Cut(CostPart part) implements CodeTransform {
        private static final ClassDesc SWITCH = ClassDesc.of("dev.concierge.bench.CostSwitch");
        private static final MethodTypeDesc IS_OFF = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int);

        @Override
        public void atStart(CodeBuilder code) {
            Label on = code.newLabel();
            code.loadConstant(part.bit()).invokestatic(SWITCH, "isOff", IS_OFF).ifeq(on);
            if (part.answersTruth()) {
                code.iconst_0().ireturn();
            } else {
                code.return_();
            }
            code.labelBinding(on);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }

    /** Packs what the server's process needs. */
    static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), CostAgent.class.getName());
        Path jar = folder.resolve("cost-agent.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Class<?> type :
                    List.of(CostAgent.class, Cut.class, CostSwitch.class, CostPart.class, CostPart.Cut.class)) {
                String entry = type.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(entry));
                try (InputStream in = java.util.Objects.requireNonNull(
                        CostAgent.class.getClassLoader().getResourceAsStream(entry))) {
                    in.transferTo(entries);
                }
            }
        }
        return jar;
    }
}
