package com.shangwellness.infra;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.shangwellness.infra.settings.Settings;
import java.nio.file.Path;
import java.util.Map;

/** temporary */
public final class Synth {
  public static void main(String[] args) throws Exception {
    long t0 = System.nanoTime();
    var settings =
        YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build()
            .readValue(Path.of(args[1]).toFile(), Settings.class);
    var p = new Production(settings, Path.of(args[3]), Map.of());
    System.err.println((System.nanoTime() - t0) / 1_000_000);
    p.app().synth();
    System.err.println((System.nanoTime() - t0) / 1_000_000);
  }
}
