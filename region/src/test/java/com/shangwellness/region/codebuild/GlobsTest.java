package com.shangwellness.region.codebuild;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {

  @ParameterizedTest
  @CsvSource({
    "**/*,            a,              true",
    "**/*,            a/b/c.txt,      true",
    "target/*,        target/a.jar,   true",
    "target/*,        target/b/a.jar, false",
    "target/**/*,     target/b/a.jar, true",
    "target/**/*,     target/a.jar,   true",
    "**/sbom.json,    sbom.json,      true",
    "**/sbom.json,    app/sbom.json,  true",
    "**/sbom.json,    app/xsbom.json, false",
    "*.jar,           a.jar,          true",
    "*.jar,           a.jarx,         false",
    "a?c,             abc,            true",
    "a?c,             a/c,            false",
    "./a.txt,         a.txt,          true",
    "a+(b).txt,       a+(b).txt,      true",
    "target,          target/a,       false",
  })
  void a_pattern_means_files(String glob, String path, boolean matches) {
    assertThat(Globs.pattern(glob).matcher(path).matches()).isEqualTo(matches);
  }
}
