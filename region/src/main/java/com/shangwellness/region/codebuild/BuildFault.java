package com.shangwellness.region.codebuild;

import software.amazon.awssdk.services.codebuild.model.PhaseContext;

/** Why a phase fails: what becomes its context. */
final class BuildFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  BuildFault(String code, String message) {
    super(message);
    this.code = code;
  }

  static BuildFault yaml(String message) {
    return new BuildFault("YAML_FILE_ERROR", message);
  }

  static BuildFault client(String message) {
    return new BuildFault("CLIENT_ERROR", message);
  }

  PhaseContext context() {
    return PhaseContext.builder().statusCode(code).message(getMessage()).build();
  }
}
