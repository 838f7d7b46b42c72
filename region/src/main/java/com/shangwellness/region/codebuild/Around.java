package com.shangwellness.region.codebuild;

import com.shangwellness.region.shells.BuildShell;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * What is outside of CodeBuild.
 *
 * @param shell runs the commands of builds
 * @param folder where builds have their folders
 * @param background carries out what takes time: packing and unpacking
 * @param endpoint where the region serves the AWS API, and builds' credentials
 */
public record Around(BuildShell shell, Path folder, Executor background, URI endpoint) {}
