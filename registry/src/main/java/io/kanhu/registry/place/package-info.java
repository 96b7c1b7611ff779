/** Where grids and areas lie: read from GeoJSON, kept as WGS-84, asked in memory. */
@NullMarked
package io.kanhu.registry.place;

import org.jspecify.annotations.NullMarked;
