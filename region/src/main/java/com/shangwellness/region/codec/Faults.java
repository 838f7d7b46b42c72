package com.shangwellness.region.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The codes and HTTP statuses of modelled exceptions. The SDK has them nowhere but in the code of
 * its client classes, where each is registered: {@code registerModeledException(builder()
 * .errorCode("DBInstanceNotFound").exceptionBuilderSupplier(DbInstanceNotFoundException::builder)
 * .httpStatusCode(404).build())}. They are read from there.
 */
final class Faults {

  /** A code and a status. */
  record Fault(String code, int status) {}

  // By the package of a service's exceptions, and therefore once a service.
  private static final ClassValue<Map<String, Fault>> OF_SERVICE =
      new ClassValue<>() {
        @Override
        protected Map<String, Fault> computeValue(Class<?> baseException) {
          return read(baseException);
        }
      };

  private Faults() {}

  /** What is registered for the type of {@code error}; empty when it is a service's base type. */
  static Optional<Fault> of(Class<? extends AwsServiceException> type) {
    Class<?> base = type;
    while (base.getSuperclass() != AwsServiceException.class && base != AwsServiceException.class) {
      base = base.getSuperclass();
    }
    return Optional.ofNullable(OF_SERVICE.get(base).get(type.descriptorString()));
  }

  private static Map<String, Fault> read(Class<?> baseException) {
    var found = new HashMap<String, Fault>();
    if (baseException != AwsServiceException.class) {
      // …ecs.model.EcsException is thrown by …ecs.DefaultEcsClient
      var service = baseException.getSimpleName().replaceFirst("Exception$", "");
      var client =
          baseException.getPackageName().replaceFirst("model$", "")
              + "Default"
              + service
              + "Client";
      ClassFile.of()
          .parse(bytes(baseException, client))
          .methods()
          .forEach(method -> readRegistrations(method, found));
    }
    return Map.copyOf(found);
  }

  private static byte[] bytes(Class<?> neighbour, String name) {
    var path = name.replace('.', '/') + ".class";
    try (var in = neighbour.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the SDK has no " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static void readRegistrations(MethodModel method, Map<String, Fault> found) {
    var registration = new Registration();
    method
        .code()
        .ifPresent(
            code ->
                code.forEach(
                    element -> {
                      switch (element) {
                        case ConstantInstruction c -> registration.constant(c.constantValue());
                        case InvokeDynamicInstruction d -> registration.supplier(d);
                        case InvokeInstruction i -> registration.call(i, found);
                        default -> {
                          // loads and stores say nothing
                        }
                      }
                    }));
  }

  /** One registration, while its instructions go by. */
  private static final class Registration {
    private Object text = "";
    private int number;
    private String code = "";
    private String type = "";

    void constant(Object value) {
      if (value instanceof Integer n) {
        number = n;
      } else {
        text = value;
      }
    }

    void supplier(InvokeDynamicInstruction instruction) {
      instruction.bootstrapArgs().stream()
          .filter(DirectMethodHandleDesc.class::isInstance)
          .map(DirectMethodHandleDesc.class::cast)
          .filter(handle -> handle.methodName().equals("builder"))
          .forEach(handle -> type = handle.owner().descriptorString());
    }

    void call(InvokeInstruction instruction, Map<String, Fault> found) {
      if (instruction.name().equalsString("errorCode")) {
        code = text.toString();
      } else if (instruction.name().equalsString("build")
          && instruction.owner().asInternalName().endsWith("ExceptionMetadata$Builder")) {
        if (!type.isEmpty() && !code.isEmpty()) {
          found.put(type, new Fault(code, number == 0 ? 400 : number));
        }
        type = "";
        code = "";
        number = 0;
      }
    }
  }
}
