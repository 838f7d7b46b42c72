package com.shangwellness.region.s3;

/**
 * Bytes of an object, in a file that nobody changes any more. An object is one piece, or as many as
 * it was uploaded in.
 *
 * @param file the file's name in the folder of contents
 */
record Piece(String file, long size) {}
