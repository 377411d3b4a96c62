-- PostgreSQL + PostGIS as its own experts would set it up for these questions; frozen. Words by the language's own configuration.
create extension if not exists postgis;
create extension if not exists pg_trgm;
create table offering (
    id text primary key, name text not null, body text not null, cost text not null, wheelchair text not null, categories text[] not null,
    district text not null, audiences text[] not null, registration text not null, live_until timestamptz not null,
    geog geography(point, 4326) not null, geom geometry(point, 4326) not null, words tsvector not null
);
create table lexeme (word text primary key, records int not null);
create table name (n int primary key, kind text not null, lang text not null, text text not null);
create table name_word (word text not null, n int not null);
create table named (n int not null, offering text not null);
